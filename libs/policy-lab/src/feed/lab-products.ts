import type { FeedRow, ProductSnapshot, Seller } from '@smart-ingestor/contracts';

const ROW: Omit<FeedRow, 'asin' | 'lastUpdateMs' | 'createdMs'> = {
  domainId: 1,
  title: 'A book',
  imageName: null,
  rootCategory: '283155',
  priceType: 2,
  currentMinor: 1_500,
  avgDayMinor: 1_600,
  avgWeekMinor: 2_000,
  avgMonthMinor: 3_000,
  avg90Minor: 4_000,
  drop90Percent: 63,
  salesRank: 50_000,
  salesRankDrops30: 12,
  salesRankDrops90: 40,
  newOfferCount: 20,
  usedOfferCount: 30,
  rating: 47,
  reviewCount: 1_200,
};

const PRODUCT: Omit<ProductSnapshot, 'asin'> = {
  domainId: 1,
  parentAsin: null,
  title: 'A book',
  brand: null,
  manufacturer: null,
  author: null,
  binding: 'Paperback',
  productGroup: 'Book',
  imageName: null,
  eans: [],
  upcs: [],
  rootCategory: '283155',
  categories: [],
  lastUpdateMs: 0,
  lastPriceChangeMs: null,
  packageWeightGrams: 900,
  packageLengthMm: 230,
  packageWidthMm: 180,
  packageHeightMm: 30,
  monthlySold: null,
  fees: { referralPercent: 15, pickAndPackMinor: 500, variableClosingMinor: 180 },
  statistics: null,
  offers: null,
  buyBox: null,
  history: [],
};

const SELLER: Omit<Seller, 'sellerId'> = {
  name: 'A seller',
  ratingPercent: 98,
  ratingCount: 1_000,
  hasFba: true,
  isScammer: false,
  lastUpdateMs: null,
  storefrontAsins: null,
};

export function labRow(asin: string, lastUpdateMs: number, createdMs: number): FeedRow {
  return { ...ROW, asin, lastUpdateMs, createdMs };
}

export function labProduct(asin: string, lastUpdateMs: number): ProductSnapshot {
  return { ...PRODUCT, asin, lastUpdateMs };
}

export function labSeller(sellerId: string): Seller {
  return { ...SELLER, sellerId };
}

/** `D000000001`: ten characters, as an ASIN has. */
export function labAsin(prefix: string, n: number): string {
  return `${prefix}${String(n).padStart(10 - prefix.length, '0')}`;
}
