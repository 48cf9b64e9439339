import type { KeepaEnvelope, KeepaId } from './envelope';

/** One row of `deals.dr`. Two-dimensional arrays are [date range: day, week, month, 90 days][price type]. */
export interface KeepaDealObject {
  asin: string;
  title: string;
  rootCat: KeepaId;
  categories?: KeepaId[];
  /** US-ASCII codes of the image's file name. */
  image?: number[] | null;
  current: number[];
  currentSince?: number[];
  /** `average − current`: positive = cheaper than the average. */
  delta?: number[][];
  deltaPercent?: number[][];
  deltaLast?: number[];
  /** −1 was out of stock the whole time, −2 has no history. */
  avg: number[][];
  creationDate: number;
  lastUpdate: number;
  lightningStart?: number;
  lightningEnd?: number;
  warehouseCondition?: number;
  salesRankDrops30?: number;
  salesRankDrops90?: number;
  salesRankDrops180?: number;
  salesRankDrops365?: number;
  [member: string]: unknown;
}

export interface KeepaDealResponse extends KeepaEnvelope {
  deals: {
    dr: KeepaDealObject[];
    drDateIndex?: unknown[];
    categoryIds?: KeepaId[];
    categoryNames?: string[];
    categoryCount?: number[];
    [member: string]: unknown;
  };
  dealsCached?: boolean;
}
