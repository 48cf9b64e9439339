import type { Fees, MinorUnits } from './money';

/** Keepa statistics by price type (Keepa csv index); `null` is "no data". */
export type ByPriceType = readonly (number | null)[];

export interface PriceStatistics {
  readonly current: ByPriceType;
  readonly avg30: ByPriceType;
  readonly avg90: ByPriceType;
  readonly avg180: ByPriceType;
  readonly salesRankDrops30: number | null;
  readonly salesRankDrops90: number | null;
  readonly salesRankDrops180: number | null;
  readonly salesRankDrops365: number | null;
}

export interface LiveOffer {
  readonly offerId: number;
  readonly sellerId: string;
  /** 1 new, 2 to 5 used (like new, very good, good, acceptable), 6 refurbished, 7 and up collectible, 0 unknown. */
  readonly condition: number;
  readonly priceMinor: MinorUnits | null;
  readonly shippingMinor: MinorUnits | null;
  readonly isFba: boolean;
  readonly isPrime: boolean;
  readonly isAmazon: boolean;
  readonly isWarehouseDeal: boolean;
  readonly isScam: boolean;
  readonly lastSeenMs: number;
  readonly stock: number | null;
}

/** What an `offers` request adds. */
export interface OfferSnapshot {
  /** `null`: served from Keepa's last fetch, nothing was fetched now. */
  readonly retrievedCount: number | null;
  readonly totalCount: number | null;
  readonly fbaCount: number | null;
  readonly fbmCount: number | null;
  readonly live: readonly LiveOffer[];
}

export interface BuyBox {
  readonly priceMinor: MinorUnits;
  readonly shippingMinor: MinorUnits | null;
  readonly sellerId: string | null;
  readonly isFba: boolean;
  readonly isAmazon: boolean;
}

/** One change of one series. A value of `null` is "out of stock from here on". */
export interface PriceObservation {
  readonly priceType: number;
  readonly atMs: number;
  readonly value: number | null;
}

/** A product as one `/product` response describes it. The peek (no `offers`, 1 token) and the commit share this shape. */
export interface ProductSnapshot {
  readonly domainId: number;
  readonly asin: string;
  readonly parentAsin: string | null;
  readonly title: string | null;
  readonly brand: string | null;
  readonly manufacturer: string | null;
  readonly author: string | null;
  readonly binding: string | null;
  readonly productGroup: string | null;
  readonly imageName: string | null;
  readonly eans: readonly string[];
  readonly upcs: readonly string[];
  readonly rootCategory: string | null;
  readonly categories: readonly string[];
  readonly lastUpdateMs: number;
  readonly lastPriceChangeMs: number | null;
  readonly packageWeightGrams: number | null;
  readonly packageLengthMm: number | null;
  readonly packageWidthMm: number | null;
  readonly packageHeightMm: number | null;
  readonly monthlySold: number | null;
  readonly fees: Fees;
  /** `null` where the request asked for none. */
  readonly statistics: PriceStatistics | null;
  /** `null` where the request asked for none. */
  readonly offers: OfferSnapshot | null;
  readonly buyBox: BuyBox | null;
  /** Changes of the price, rank and offer-count series, oldest first; empty without `history`. */
  readonly history: readonly PriceObservation[];
}
