import type { KeepaEnvelope } from './envelope';

/** Keepa serves at most this many results of a product query; also the largest page. */
export const FINDER_RESULTS_MAX = 10_000;
/** The smallest page, and the size of one that is not said. */
export const FINDER_PAGE_MIN = 50;

/**
 * The query of `/query` (product finder), as keepa.com shows it under "Show API query". Filters are joined by AND, the entries of an array by OR.
 * About 1,360 members: texts, and `<statistic>_<price type>_gte` / `_lte` such as `current_SALES_lte` or `avg90_USED_gte`.
 */
export interface KeepaFinderSelection {
  page?: number;
  perPage?: number;
  /** Up to 3 fields with their direction; default `[["current_SALES", "asc"]]`. */
  sort?: [field: string, direction: 'asc' | 'desc'][];
  rootCategory?: number | number[];
  categories_include?: number[];
  categories_exclude?: number[];
  title?: string;
  productType?: number | number[];
  [member: string]: unknown;
}

export interface KeepaFinderResponse extends KeepaEnvelope {
  asinList?: string[] | null;
  totalResults?: number;
}
