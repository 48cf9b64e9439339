import type { ProductFacts } from './product-facts';
import { hash, unit } from './seeded-random';

const IMAGE_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const DAY_MINUTES = 1_440;
const YEAR_MINUTES = 365 * DAY_MINUTES;

/** File name of the product's picture; there is no picture behind it. */
export function imageNameOf(seed: number, facts: ProductFacts): string {
  let name = '51';
  for (let place = 0; place < 9; place += 1) name += IMAGE_LETTERS[hash(seed, facts.index, 0x1318, place) % IMAGE_LETTERS.length];
  return `${name}.jpg`;
}

/** When Keepa began to watch a product: 400 to 1,100 days before the year in which the account was opened. */
export function trackingSince(seed: number, facts: ProductFacts, openedAtMinute: number): number {
  const year = Math.floor(openedAtMinute / YEAR_MINUTES) * YEAR_MINUTES;
  return year - 2 * Math.floor(((400 + 700 * unit(seed, facts.index, 0x7ac)) * DAY_MINUTES) / 2);
}
