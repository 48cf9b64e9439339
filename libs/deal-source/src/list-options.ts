import { DEAL_DOMAINS, DEAL_PRICE_TYPES, PRODUCT_DOMAINS, PriceType } from '@smart-ingestor/keepa-wire';
import { z } from 'zod';

const MS_BY_UNIT: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^(\d{1,6})\s*([mhd])$/;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** What every list has in common. */
export interface ListOptions {
  readonly domain: number;
  /** Keepa csv index of the price that an entry is bought at. */
  readonly priceType: number;
  readonly everyMs: number;
  readonly revisitAfterMs: number;
}

/** Keepa's domain id; lists but the finder's do not exist for amazon.com.br (12). */
export const listDomain = domainOf(DEAL_DOMAINS);
export const finderDomain = domainOf(PRODUCT_DOMAINS);

export const LIST_MEMBERS = {
  priceType: z
    .int(priceTypeRule())
    .refine((type) => DEAL_PRICE_TYPES.includes(type), priceTypeRule())
    .default(PriceType.NEW),
  every: durationBetween('every', HOUR_MS, 365 * DAY_MS, "'1h' to '365d'", 'a pass starts so long after the last one').default('24h'),
  // Finished items are remembered for 14 days: what is forgotten would be bought again.
  revisitAfter: durationBetween('revisitAfter', HOUR_MS, 14 * DAY_MS, "'1h' to '14d'", 'an entry is bought again after it at the earliest').default(
    '7d',
  ),
};

/** A whole number of entries, within what Keepa lists. */
export function entriesUpTo(option: string, min: number, max: number, byDefault: number) {
  const rule = { error: ({ input }: Issue) => `${option} is a whole number from ${min} to ${max}, not ${JSON.stringify(input)}.` };
  return z.int(rule).min(min, rule).max(max, rule).default(byDefault);
}

export function durationMs(checked: string): number {
  const [, count, unit] = DURATION.exec(checked) ?? [];
  return Number(count) * (MS_BY_UNIT[unit ?? ''] ?? Number.NaN);
}

/** Of checked options. */
export function timesOf({
  every,
  revisitAfter,
}: {
  readonly every: string;
  readonly revisitAfter: string;
}): Pick<ListOptions, 'everyMs' | 'revisitAfterMs'> {
  return { everyMs: durationMs(every), revisitAfterMs: durationMs(revisitAfter) };
}

interface Issue {
  readonly input?: unknown;
}

function durationBetween(option: string, minMs: number, maxMs: number, range: string, meaning: string) {
  const rule = {
    error: ({ input }: Issue) => `${option} is a duration from ${range} with its unit (m, h, d): ${meaning}; not ${JSON.stringify(input)}.`,
  };
  return z.string(rule).refine((text) => durationMs(text) >= minMs && durationMs(text) <= maxMs, rule);
}

function domainOf(domains: readonly number[]) {
  const rule = { error: ({ input }: Issue) => `domain is one of ${domains.join(', ')} (1 is amazon.com), not ${JSON.stringify(input)}.` };
  return z
    .int(rule)
    .refine((domain) => domains.includes(domain), rule)
    .default(1);
}

function priceTypeRule() {
  return {
    error: ({ input }: Issue) => `priceType is one of ${DEAL_PRICE_TYPES.join(', ')} (0 Amazon, 1 new, 2 used), not ${JSON.stringify(input)}.`,
  };
}
