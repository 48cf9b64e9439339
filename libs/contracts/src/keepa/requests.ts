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

/** A request that may cost tokens. */
export type KeepaRequest = DealPageRequest | ProductRequest | SellerRequest;
