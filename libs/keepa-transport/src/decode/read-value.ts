import { keepaMinutesToMs } from '@smart-ingestor/keepa-wire';

/** Members of anything; of what is no object, none. */
export type Members = Readonly<Record<string, unknown>>;

export function membersOf(value: unknown): Members | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : null;
}

export function elementsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A whole number that Keepa knows. −1 is "none" and −2 "not collected": both are `null` here. */
export function countOrNull(value: unknown): number | null {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null;
}

/** Weights and lengths: Keepa writes 0 as well as −1 where it knows none. */
export function positiveOrNull(value: unknown): number | null {
  const count = countOrNull(value);
  return count === 0 ? null : count;
}

/** Unlike a count, a percentage may have a fraction (15.01). */
export function percentOrNull(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export function textsOf(value: unknown): readonly string[] {
  return elementsOf(value).filter((element): element is string => typeof element === 'string' && element !== '');
}

/** A category as decimal text, because its id may not fit a number; 0 is "none". */
export function categoryOrNull(value: unknown): string | null {
  if (typeof value === 'bigint') return value > 0n ? `${value}` : null;
  return Number.isSafeInteger(value) && (value as number) > 0 ? `${value as number}` : null;
}

/** Keepa minutes as Unix milliseconds. 0 and below are "never". */
export function timeOrNull(value: unknown): number | null {
  const minutes = positiveOrNull(value);
  return minutes === null || minutes > KEEPA_MINUTES_MAX ? null : keepaMinutesToMs(minutes);
}

/** Keepa's times are 32-bit; this also keeps a broken one inside the range of dates. */
const KEEPA_MINUTES_MAX = 2_147_483_647;

const ASIN = /^[A-Z0-9]{10}$/;

/** The only shape that a later request may carry. */
export function asinOrNull(value: unknown): string | null {
  return typeof value === 'string' && ASIN.test(value) ? value : null;
}

/** Any value in a message for people, cut. */
export function shortly(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 20)) : typeof value === 'object' && value !== null ? 'an object' : String(value);
}
