import { AMAZON_HOSTS } from '@smart-ingestor/contracts';
import type { FlagReader } from './flag-reader';

export function readAsin(flags: FlagReader): string | undefined {
  const asin = flags.text('--asin');
  if (asin === undefined) return undefined;
  const problem = asinProblem(asin);
  return problem === null ? asin.toUpperCase() : flags.refuse(`--asin: ${problem}`);
}

/** An ASIN that was written as an argument; a problem with it is added to the others. */
export function readAsinText(asin: string, problems: string[]): string {
  const problem = asinProblem(asin);
  if (problem !== null) problems.push(`ASIN: ${problem}`);
  return asin.toUpperCase();
}

function asinProblem(asin: string): string | null {
  return /^[A-Z0-9]{10}$/i.test(asin) ? null : `expected 10 letters and digits, got "${asin.toUpperCase()}" (${asin.length}).`;
}

/** Keepa's domain ids. */
export function readDomain(flags: FlagReader): number | undefined {
  const raw = flags.text('--domain');
  if (raw === undefined) return undefined;
  if (Object.hasOwn(AMAZON_HOSTS, raw)) return Number(raw);
  const known = Object.entries(AMAZON_HOSTS).map(([id, host]) => `${id} (${host.replace('www.amazon.', '')})`);
  return flags.refuse(`--domain: expected one of ${known.join(', ')}, got "${raw}".`);
}
