import type { KeepaEnvelope, KeepaId } from './envelope';

/** `null` rows have no data; with `history=0` the whole csv is null. */
export type KeepaCsv = (number[] | null)[] | null;

export interface KeepaStatistics {
  current?: number[] | null;
  avg?: number[] | null;
  avg30?: number[] | null;
  avg90?: number[] | null;
  avg180?: number[] | null;
  avg365?: number[] | null;
  salesRankDrops30?: number;
  salesRankDrops90?: number;
  salesRankDrops180?: number;
  salesRankDrops365?: number;
  totalOfferCount?: number;
  retrievedOfferCount?: number;
  offerCountFBA?: number;
  offerCountFBM?: number;
  lastOffersUpdate?: number;
  buyBoxPrice?: number;
  buyBoxShipping?: number;
  buyBoxSellerId?: string | null;
  buyBoxIsFBA?: boolean | null;
  buyBoxIsAmazon?: boolean | null;
  [member: string]: unknown;
}

export interface KeepaOffer {
  offerId: number;
  lastSeen: number;
  sellerId: string;
  /** `[time, price, shipping, …]`, newest last; −2 unknown, shipping −1 not shippable. */
  offerCSV?: number[] | null;
  condition: number;
  isPrime?: boolean;
  isFBA?: boolean;
  isAmazon?: boolean;
  isWarehouseDeal?: boolean;
  isScam?: boolean;
  /** `[time, stock, …]`, only with `stock=1`. */
  stockCSV?: number[] | null;
  [member: string]: unknown;
}

export interface KeepaProduct {
  asin: string;
  domainId: number;
  title?: string | null;
  /** 4 = invalid or no data. */
  productType?: number;
  rootCategory?: KeepaId;
  categories?: KeepaId[] | null;
  lastUpdate: number;
  lastPriceChange?: number;
  csv?: KeepaCsv;
  stats?: KeepaStatistics | null;
  offers?: KeepaOffer[] | null;
  /** Indexes into `offers`: the ones that are live. */
  liveOffersOrder?: number[] | null;
  /** Old: comma-separated file names. */
  imagesCSV?: string | null;
  images?: { l?: string; m?: string; [member: string]: unknown }[] | null;
  fbaFees?: { pickAndPackFee?: number; [member: string]: unknown } | null;
  referralFeePercent?: number;
  referralFeePercentage?: number;
  variableClosingFee?: number;
  [member: string]: unknown;
}

export interface KeepaProductResponse extends KeepaEnvelope {
  products?: (KeepaProduct | null)[] | null;
}
