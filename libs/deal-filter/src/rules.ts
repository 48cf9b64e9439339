import { dealMargin, type FeedRow, type ProductSnapshot } from '@smart-ingestor/contracts';

/** What a rule reads: the row alone, or with the peek that was paid for. */
export interface Evidence {
  readonly row: FeedRow;
  readonly product: ProductSnapshot | null;
}

/** One measurable fact of a deal; `null` is unknown. The options decide its limits. */
export interface Rule {
  readonly option: RuleName;
  /** First part of the reason codes. */
  readonly code: string;
  /** A row alone gives no more than an upper bound: it can fail `min`, but it can neither fail `max` nor be unknown before the peek. */
  readonly isUpperBoundOnRow?: true;
  readonly valueOf: (evidence: Evidence) => number | null;
}

export type RuleName =
  | 'priceMinor'
  | 'dropPercent'
  | 'salesRank'
  | 'salesRankDrops30'
  | 'salesRankDrops90'
  | 'newOfferCount'
  | 'usedOfferCount'
  | 'marginMinor'
  | 'marginPercent';

/** Keepa csv indexes of the facts that are not the deal's own price type. */
const SALES_RANK = 3;
const COUNT_NEW = 11;
const COUNT_USED = 12;

/** In the order in which they are asked: the first that fails names the reason. */
export const RULES: readonly Rule[] = [
  { option: 'priceMinor', code: 'price', valueOf: priceMinor },
  { option: 'dropPercent', code: 'drop', valueOf: dropPercent },
  { option: 'salesRank', code: 'rank', valueOf: (of) => current(of, SALES_RANK) ?? of.row.salesRank },
  { option: 'salesRankDrops30', code: 'rank-drops-30', valueOf: (of) => of.product?.statistics?.salesRankDrops30 ?? of.row.salesRankDrops30 },
  { option: 'salesRankDrops90', code: 'rank-drops-90', valueOf: (of) => of.product?.statistics?.salesRankDrops90 ?? of.row.salesRankDrops90 },
  { option: 'newOfferCount', code: 'new-offers', valueOf: (of) => current(of, COUNT_NEW) ?? of.row.newOfferCount },
  { option: 'usedOfferCount', code: 'used-offers', valueOf: (of) => current(of, COUNT_USED) ?? of.row.usedOfferCount },
  { option: 'marginMinor', code: 'margin', isUpperBoundOnRow: true, valueOf: marginMinor },
  { option: 'marginPercent', code: 'margin-percent', isUpperBoundOnRow: true, valueOf: marginPercent },
];

/** Every reason that a verdict can give, stable: people count and filter by them. */
export const REASON_CODES: readonly string[] = RULES.flatMap(({ code }) => [`${code}-below-min`, `${code}-above-max`, `${code}-unknown`]);

function current({ product }: Evidence, priceType: number): number | null {
  return product?.statistics?.current[priceType] ?? null;
}

/** The peek is newer than the row; where it knows nothing the row still counts. */
function priceMinor(of: Evidence): number | null {
  return current(of, of.row.priceType) ?? of.row.currentMinor;
}

/** Keepa's own rounding: floor(100 × (average − current) / average + 0.5), measured on 577,399 cells. */
function dropPercent(of: Evidence): number | null {
  const currentMinor = current(of, of.row.priceType);
  const avg90Minor = of.product?.statistics?.avg90[of.row.priceType] ?? null;
  if (currentMinor === null || avg90Minor === null || avg90Minor <= 0) return of.row.drop90Percent;
  return Math.floor((100 * (avg90Minor - currentMinor)) / avg90Minor + 0.5);
}

/** Fees are never negative, so without a product the margin is at most the gross one: a hopeless row costs no peek. */
function marginMinor({ row, product }: Evidence): number | null {
  if (product !== null) return dealMargin(row, product);
  return row.avg90Minor === null || row.currentMinor === null ? null : row.avg90Minor - row.currentMinor;
}

/** Of the purchase price, so 100 means that the money doubles. */
function marginPercent(of: Evidence): number | null {
  const margin = marginMinor(of);
  const buyMinor = of.row.currentMinor;
  return margin === null || buyMinor === null || buyMinor <= 0 ? null : (100 * margin) / buyMinor;
}
