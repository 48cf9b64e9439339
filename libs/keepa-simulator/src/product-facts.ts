import { childCategory, drawRoot, ROOT_CATEGORIES } from './categories';
import { bell, hash, unit } from './seeded-random';
import { inventTitle } from './titles';

/** What never changes about a product. */
export interface ProductFacts {
  readonly index: number;
  readonly asin: string;
  readonly ean: string;
  readonly title: string;
  readonly isBook: boolean;
  /** Index into `ROOT_CATEGORIES`. */
  readonly root: number;
  readonly categories: readonly number[];
  readonly parentAsin: string | null;
  /** What a used copy costs outside a dip, in minor units. */
  readonly usedBaseMinor: number;
  readonly newBaseMinor: number;
  readonly rankBase: number;
  readonly usedOffers: number;
  readonly newOffers: number;
  readonly isSoldByAmazon: boolean;
  /** 0 to 50. */
  readonly rating: number;
  readonly reviewsPerYear: number;
  readonly pickAndPackMinor: number;
  readonly closingMinor: number;
  readonly referralPercent: number;
  readonly weightGrams: number;
  /** Minutes between two updates of the product's deal. */
  readonly updateEveryMinutes: number;
}

const ASIN_DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Every ISBN-10 that is a book of before 2007 is also its ASIN: nine digits and their check digit. */
function isbnOf(digits: string): string {
  const sum = [...digits].reduce((total, digit, place) => total + Number(digit) * (10 - place), 0);
  const check = (11 - (sum % 11)) % 11;
  return digits + (check === 10 ? 'X' : String(check));
}

function eanOf(twelveDigits: string): string {
  const sum = [...twelveDigits].reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return twelveDigits + String((10 - (sum % 10)) % 10);
}

/** `attempt` counts up where two products would get the same one. */
export function inventAsin(seed: number, index: number, isBook: boolean, attempt: number): string {
  if (isBook) return isbnOf(String(hash(seed, index, attempt, 1) % 1_000_000_000).padStart(9, '0'));
  const low = hash(seed, index, attempt, 2);
  const high = hash(seed, index, attempt, 3);
  let asin = 'B0';
  for (let place = 0; place < 8; place += 1) asin += ASIN_DIGITS[((place < 4 ? low : high) >>> (6 * (place % 4))) % 36];
  return asin;
}

/** The root of a product is drawn before its ASIN, because books carry ISBNs. */
export function rootOf(seed: number, index: number): number {
  return drawRoot(unit(seed, index, 1));
}

/** `seed` is the domain's: prices and demand differ by domain, the ASIN and its root do not. */
export function inventFacts(seed: number, index: number, asin: string, root: number): ProductFacts {
  const isBook = root === 0;
  const category = ROOT_CATEGORIES[root]!;
  const usedBaseMinor = Math.max(300, Math.round(3_400 * Math.exp(0.6 * bell(seed, index, 2))));
  const rankBase = Math.max(900, Math.round(280_000 * Math.exp(1.25 * bell(seed, index, 3))));
  const draw = (salt: number): number => unit(seed, index, salt, 0xfac7);
  const first = hash(seed, index, 4);
  const digits = isBook ? `978${asin.slice(0, 9)}` : `07${String(hash(seed, index, 5) % 10_000_000_000).padStart(10, '0')}`;
  return {
    index,
    asin,
    ean: eanOf(digits),
    title: inventTitle(seed, index, isBook),
    isBook,
    root,
    categories:
      category.name === '?'
        ? []
        : [...new Set([first, first >>> 8, first >>> 16].map((child) => childCategory(root, child & 7).id))].slice(0, 1 + (first >>> 30)),
    parentAsin: draw(1) < 0.02 ? inventAsin(seed, index, false, 99) : null,
    usedBaseMinor,
    newBaseMinor: Math.round(usedBaseMinor * (1.25 + 1.5 * draw(2))),
    rankBase,
    usedOffers: 1 + Math.floor(24 * draw(3) ** 2),
    newOffers: 1 + Math.floor(14 * draw(4) ** 2),
    isSoldByAmazon: draw(5) < 0.25,
    rating: 30 + Math.floor(20 * Math.sqrt(draw(6))),
    reviewsPerYear: Math.round(60 * Math.exp(1.1 * bell(seed, index, 6))),
    pickAndPackMinor: 306 + Math.floor(420 * draw(7) ** 2),
    closingMinor: category.isMedia ? 180 : 0,
    referralPercent: category.isMedia || draw(8) < 0.7 ? 15 : 12,
    weightGrams: 120 + Math.floor(1_400 * draw(9) ** 2),
    updateEveryMinutes: 2 * Math.round(240 + 480 * draw(10)),
  };
}
