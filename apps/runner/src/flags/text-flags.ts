import { AMAZON_HOSTS } from '@smart-ingestor/contracts';
import type { FlagReader } from './flag-reader';

export function readAsin(flags: FlagReader): string | undefined {
  const asin = flags.text('--asin')?.toUpperCase();
  if (asin === undefined || /^[A-Z0-9]{10}$/.test(asin)) return asin;
  return flags.refuse(`--asin: expected 10 letters and digits, got "${asin}" (${asin.length}).`);
}

/** Keepa's domain ids. */
export function readDomain(flags: FlagReader): number | undefined {
  const raw = flags.text('--domain');
  if (raw === undefined) return undefined;
  if (Object.hasOwn(AMAZON_HOSTS, raw)) return Number(raw);
  const known = Object.entries(AMAZON_HOSTS).map(([id, host]) => `${id} (${host.replace('www.amazon.', '')})`);
  return flags.refuse(`--domain: expected one of ${known.join(', ')}, got "${raw}".`);
}
