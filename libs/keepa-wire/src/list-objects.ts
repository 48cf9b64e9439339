import type { KeepaEnvelope, KeepaId } from './envelope';
import type { KeepaProduct } from './product-object';

/** `categoryId` is 0 for the list of a product group. Without a list the member is missing, and nothing is charged. */
export interface KeepaBestSellersResponse extends KeepaEnvelope {
  bestSellersList?: { domainId: number; lastUpdate: number; categoryId: KeepaId; asinList?: string[] | null; [member: string]: unknown } | null;
}

export interface KeepaCategory {
  domainId: number;
  catId: KeepaId;
  name: string;
  contextFreeName?: string;
  /** 0 = a root. */
  parent: KeepaId;
  children?: KeepaId[] | null;
  /** Estimates: `highestRank` is the best one, so the smaller number. */
  highestRank?: number;
  lowestRank?: number;
  productCount?: number;
  isBrowseNode?: boolean;
  [member: string]: unknown;
}

/** Of `/category` and of `/search?type=category`; the maps are keyed by id. */
export interface KeepaCategoryResponse extends KeepaEnvelope {
  categories?: Record<string, KeepaCategory> | null;
  categoryParents?: Record<string, KeepaCategory> | null;
}

/** Of `/search?type=product`: products, or with `asins-only=1` ASINs. */
export interface KeepaSearchResponse extends KeepaEnvelope {
  products?: (KeepaProduct | null)[] | null;
  asinList?: string[] | null;
}

export interface KeepaLightningDeal {
  domainId: number;
  asin: string;
  title: string;
  lastUpdate: number;
  dealState: string;
  /** Keepa minutes. */
  startTime: number;
  endTime: number;
  /** −1 or −2 where Amazon does not say. */
  dealPrice: number;
  currentPrice: number;
  percentClaimed: number;
  percentOff: number;
  rating: number;
  totalReviews: number;
  image?: string | null;
  sellerId?: string | null;
  isFulfilledByAmazon?: boolean;
  [member: string]: unknown;
}

export interface KeepaLightningDealResponse extends KeepaEnvelope {
  lightningDeals?: KeepaLightningDeal[] | null;
}
