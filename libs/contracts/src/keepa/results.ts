import type { FeedRow } from '../deals/feed-row';
import type { ProductSnapshot } from '../deals/product-snapshot';
import type { ErrorKind } from '../errors';
import type { Reading } from '../tokens/reading';
import type { KeepaRequest } from './requests';

/** The bytes that were paid for, kept before anything interprets them. Never holds the key. */
export interface RawResponse {
  readonly endpoint: string;
  /** The request without the key, as JSON. */
  readonly request: string;
  readonly status: number;
  readonly body: Uint8Array;
}

/** One element that could not be read. The rest of the response is unharmed. */
export interface DecodeProblem {
  readonly asin: string | null;
  readonly message: string;
}

export interface DealPage {
  readonly rows: readonly FeedRow[];
  /** Rows that Keepa sent, readable or not: fewer than 150 ends the pass. */
  readonly rowCount: number;
  readonly problems: readonly DecodeProblem[];
}

export interface ProductBatch {
  /** Products with data; an ASIN that was asked for and is in neither list has no data. */
  readonly products: readonly ProductSnapshot[];
  readonly problems: readonly DecodeProblem[];
}

export interface Seller {
  readonly sellerId: string;
  readonly name: string | null;
  readonly ratingPercent: number | null;
  readonly ratingCount: number | null;
  readonly hasFba: boolean;
  readonly isScammer: boolean;
  readonly lastUpdateMs: number | null;
  readonly storefrontAsins: readonly string[] | null;
}

export interface SellerBatch {
  readonly sellers: readonly Seller[];
  readonly problems: readonly DecodeProblem[];
}

export type ValueOf<R extends KeepaRequest> = R extends { endpoint: 'deal' }
  ? DealPage
  : R extends { endpoint: 'product' }
    ? ProductBatch
    : SellerBatch;

export type FailureCode =
  /** HTTP 200 with an `error` member. */
  | 'PARAMETER_REFUSED'
  /** 400. */
  | 'REQUEST_REJECTED'
  /** The body whose token fields are all 0: an unknown key. */
  | 'KEY_REFUSED'
  /** 402. */
  | 'PAYMENT_REQUIRED'
  /** 404. */
  | 'PATH_UNKNOWN'
  /** 405. */
  | 'METHOD_NOT_ALLOWED'
  /** 5xx. */
  | 'SERVER_ERROR'
  /** Any other status. */
  | 'UNEXPECTED_STATUS'
  /** No complete answer in time. */
  | 'TIMED_OUT'
  /** The connection broke after the request was sent. */
  | 'CONNECTION_CUT'
  /** A body that is not complete JSON, or not an envelope. */
  | 'BODY_UNREADABLE'
  /** No connection was ever made. */
  | 'UNREACHABLE'
  /** The caller's signal ended it. */
  | 'ABORTED';

export interface KeepaFailure {
  readonly code: FailureCode;
  readonly kind: ErrorKind;
  /** Whether the server may have charged it: `nothing` never, `unknown` must be counted at the worst case. */
  readonly charge: 'nothing' | 'unknown';
  readonly status: number | null;
  /** The server's own message where there is one. Never holds the key. */
  readonly message: string;
  readonly details: string | null;
  /** Present where the body was an honest envelope. */
  readonly reading: Reading | null;
}

export type KeepaResult<T> =
  | { readonly kind: 'answer'; readonly value: T; readonly reading: Reading; readonly raw: RawResponse }
  /** 429: not enough tokens, nothing was charged. */
  | { readonly kind: 'rate-limited'; readonly reading: Reading }
  | { readonly kind: 'failed'; readonly failure: KeepaFailure };
