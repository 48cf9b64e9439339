import type { FeedRow } from '../deals/feed-row';
import type { MinorUnits } from '../deals/money';
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

/** ASINs of a product query, in its order. */
export interface FinderPage {
  readonly asins: readonly string[];
  /** Products that match, served or not. */
  readonly totalResults: number;
  readonly problems: readonly DecodeProblem[];
}

export interface BestSellerList {
  /** Best rank first; empty where Keepa has no such list (0 tokens then). */
  readonly asins: readonly string[];
  readonly isKnown: boolean;
  readonly lastUpdateMs: number | null;
  readonly problems: readonly DecodeProblem[];
}

export interface Category {
  readonly domainId: number;
  /** Decimal text: an id may not fit a number. */
  readonly categoryId: string;
  readonly name: string;
  /** Says more than the name where that is "General". */
  readonly contextFreeName: string | null;
  /** `null`: it is a root. */
  readonly parentId: string | null;
  readonly childIds: readonly string[];
  readonly productCount: number | null;
  /** Sales ranks within the root, estimated by Keepa; the smallest is the best. */
  readonly bestRank: number | null;
  readonly worstRank: number | null;
}

export interface CategoryBatch {
  /** An id that was asked for and is missing is unknown to Keepa. */
  readonly categories: readonly Category[];
  /** Ancestors, where `parents` was asked for. */
  readonly parents: readonly Category[];
  readonly problems: readonly DecodeProblem[];
}

/** A page of a search by words. With `asinsOnly` only the ASINs are known. */
export interface SearchPage extends ProductBatch {
  readonly asins: readonly string[];
}

export interface LightningDeal {
  readonly domainId: number;
  readonly asin: string;
  readonly title: string;
  readonly imageName: string | null;
  /** One of `LightningDealState`, or a word that Keepa has added since. */
  readonly state: string;
  /** `null` before it starts and where Amazon does not say. */
  readonly dealPriceMinor: MinorUnits | null;
  readonly currentPriceMinor: MinorUnits | null;
  readonly percentOff: number | null;
  readonly percentClaimed: number | null;
  readonly startsMs: number | null;
  readonly endsMs: number | null;
  readonly lastUpdateMs: number;
  readonly sellerId: string | null;
  readonly isFulfilledByAmazon: boolean;
  /** 0 to 50. */
  readonly rating: number | null;
  readonly reviewCount: number | null;
}

export interface LightningDealList {
  readonly deals: readonly LightningDeal[];
  readonly problems: readonly DecodeProblem[];
}

interface ValueByEndpoint {
  readonly deal: DealPage;
  readonly product: ProductBatch;
  readonly seller: SellerBatch;
  readonly query: FinderPage;
  readonly bestsellers: BestSellerList;
  readonly category: CategoryBatch;
  readonly lightningdeal: LightningDealList;
}

/** What the answer to a request decodes to. `search` answers with categories or with products, as its `type` says. */
export type ValueOf<R extends KeepaRequest> = R extends { readonly endpoint: 'search'; readonly type: 'category' }
  ? CategoryBatch
  : R extends { readonly endpoint: 'search' }
    ? SearchPage
    : R extends { readonly endpoint: keyof ValueByEndpoint }
      ? ValueByEndpoint[R['endpoint']]
      : never;

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
