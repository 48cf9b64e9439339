/** Keepa's own deal query, verbatim, without `page`. */
export type DealSelection = Readonly<Record<string, unknown>> & {
  readonly domainId: number;
  readonly priceTypes: readonly number[];
};

export interface DealPageRequest {
  readonly endpoint: 'deal';
  readonly selection: DealSelection;
  readonly page: number;
}

export interface ProductRequest {
  readonly endpoint: 'product';
  readonly domainId: number;
  /** 1 to 100 ASINs, or else 1 to 100 `codes` (UPC, EAN, ISBN-13). */
  readonly asins?: readonly string[];
  readonly codes?: readonly string[];
  /** Bounds what a code may match (a GTIN once cost about 1,500 tokens); required with `codes`. */
  readonly codeLimit?: number;
  readonly statsDays?: number;
  readonly history?: boolean;
  readonly historyDays?: number;
  /** Absent, or 20 to 100. Keepa: 6 tokens per found page of 10 offers, replacing the base price of 1. */
  readonly offers?: number;
  readonly onlyLiveOffers?: boolean;
  readonly rating?: boolean;
  readonly stock?: boolean;
  readonly buybox?: boolean;
  /** Refresh if older than this many hours; 0 always, -1 never. */
  readonly updateHours?: number;
}

export interface SellerRequest {
  readonly endpoint: 'seller';
  readonly domainId: number;
  /** 1 to 100 seller ids; exactly one with `storefront`. */
  readonly sellerIds: readonly string[];
  readonly storefront?: boolean;
  readonly updateHours?: number;
}

/** Keepa's own product query (product finder), verbatim; `page` and `perPage` belong to the request. */
export type FinderSelection = Readonly<Record<string, unknown>>;

export interface FinderRequest {
  readonly endpoint: 'query';
  readonly domainId: number;
  /** At least one filter. */
  readonly selection: FinderSelection;
  /** From 0; Keepa serves 10,000 results of a query: `(page + 1) * perPage` is at most that. Pages are not cached: rows may move between them. */
  readonly page: number;
  /** 50 to 10,000. Keepa: 10 tokens a page and 1 for every 100 ASINs in it. */
  readonly perPage: number;
}

export interface BestSellersRequest {
  readonly endpoint: 'bestsellers';
  readonly domainId: number;
  /** Category id in decimal, or a product group such as `Beauty`. */
  readonly category: string;
  /** Days that the rank is averaged over; 0 (the default) is the current rank. */
  readonly rangeDays?: 0 | 30 | 90 | 180;
  /** A calendar month instead of `rangeDays`: one of the last 36, not the present one. */
  readonly month?: number;
  readonly year?: number;
  /** Keep all variations of a product; otherwise one stands for all. */
  readonly variations?: boolean;
  /** Ranks within the category instead of within its root. */
  readonly sublist?: boolean;
}

export interface CategoryRequest {
  readonly endpoint: 'category';
  readonly domainId: number;
  /** 1 to 10 ids in decimal, for one price; `['0']` asks for the roots. */
  readonly categoryIds: readonly string[];
  readonly parents?: boolean;
}

export interface CategorySearchRequest {
  readonly endpoint: 'search';
  readonly type: 'category';
  readonly domainId: number;
  /** Keywords of at least 3 characters each, all of which must match. */
  readonly term: string;
  readonly parents?: boolean;
}

export interface ProductSearchRequest {
  readonly endpoint: 'search';
  readonly type: 'product';
  readonly domainId: number;
  readonly term: string;
  /** 0 to 9, 10 products each; absent: the first 40 products at the price of 4 pages. */
  readonly page?: number;
  readonly asinsOnly?: boolean;
  readonly statsDays?: number;
  readonly history?: boolean;
  readonly rating?: boolean;
  readonly updateHours?: number;
}

/** `WAITLISTFULL` and `SUPPRESSED` are Keepa's words. */
export type LightningDealState = 'AVAILABLE' | 'UPCOMING' | 'WAITLIST' | 'SOLDOUT' | 'WAITLISTFULL' | 'EXPIRED' | 'SUPPRESSED';

export interface LightningDealRequest {
  readonly endpoint: 'lightningdeal';
  readonly domainId: number;
  /** One ASIN for 1 token. Absent: the whole list, 500 tokens. */
  readonly asin?: string;
  readonly state?: LightningDealState;
}

/** A request that may cost tokens. */
export type KeepaRequest =
  | DealPageRequest
  | ProductRequest
  | SellerRequest
  | FinderRequest
  | BestSellersRequest
  | CategoryRequest
  | CategorySearchRequest
  | ProductSearchRequest
  | LightningDealRequest;
