/** Identifiers above 2^53 are real (category 9223372036854775807 means "unknown"): they arrive as bigint, the others as number. */
export type KeepaId = number | bigint;

/** Every JSON response, whatever its status. Unknown members are kept. */
export interface KeepaEnvelope {
  /** Unix milliseconds at which the request arrived. */
  timestamp: number;
  /** After this request; negative = debt. */
  tokensLeft: number;
  /** Milliseconds from the end of processing to the next refill; never below 522. */
  refillIn: number;
  refillRate: number;
  tokenFlowReduction: number;
  tokensConsumed: number;
  processingTimeInMs: number;
  error?: KeepaErrorBody;
  [member: string]: unknown;
}

export interface KeepaErrorBody {
  type: string;
  message: string;
  /** Often the offending field. */
  details: string | null;
}

/** The largest page that `/deal` answers with; a smaller one ends the pass. */
export const DEALS_PER_PAGE = 150;
/** Keepa serves at most this many results of one deal query. */
export const DEAL_RESULTS_MAX = 10_000;
export const PRODUCTS_PER_REQUEST_MAX = 100;
export const SELLERS_PER_REQUEST_MAX = 100;
/** `offers` is absent or within this range. */
export const OFFERS_MIN = 20;
export const OFFERS_MAX = 100;
