import { PriceType } from '@smart-ingestor/keepa-wire';
import { childCategory, ROOT_CATEGORIES } from './categories';
import { CSV_ROWS, type PriceSeries, shippingWithin } from './price-series';
import type { ProductFacts } from './product-facts';
import { imageNameOf } from './product-identity';
import { hash } from './seeded-random';
import { inventMaker, inventPerson } from './titles';

/** Members of `/product` that are named here are sent as null where there is nothing: products keep their nulls. */
const EMPTY_MEMBERS = [
  ...[
    'aPlus',
    'activeIngredients',
    'audienceRating',
    'businessDiscount',
    'color',
    'competitivePriceThreshold',
    'contributors',
    'coupon',
    'couponHistory',
  ],
  ...['deals', 'description', 'edition', 'features', 'formats', 'frequentlyBoughtTogether', 'includedComponents', 'ingredients', 'itemTypeKeyword'],
  ...['languages', 'material', 'model', 'monthlySoldHistory', 'parentAsinHistory', 'partNumber', 'pattern', 'promotions', 'returnRate', 'reviews'],
  ...['safetyWarning', 'scent', 'size', 'style', 'suggestedLowerPrice', 'upcList', 'urlSlug', 'variationCSV', 'variations', 'videos'],
];
const NOTHING = Object.fromEntries(EMPTY_MEMBERS.map((name) => [name, null]));

/** What all products have alike. */
const ALIKE = {
  buyBoxEligibleOfferCounts: [0, 0, 0, 0, 0, 0, 0, 0],
  buyBoxSellerIdHistory: null,
  buyBoxUsedHistory: null,
  hasReviews: true,
  isAdultProduct: false,
  isB2B: false,
  isEligibleForSuperSaverShipping: true,
  isEligibleForTradeIn: false,
  isHeatSensitive: false,
  isRedirectASIN: false,
  isSNS: false,
  itemHeight: 0,
  itemLength: 0,
  itemWeight: 0,
  itemWidth: 0,
  lastEbayUpdate: 0,
  lastSoldUpdate: 0,
  launchpad: false,
  numberOfItems: 1,
  packageQuantity: -1,
  productType: 0,
  releaseDate: -1,
  salesRankReferenceHistory: null,
  salesRanks: null,
};

/** The entry of an ASIN that Keepa has no data for: it is answered, with product type 4. */
export function emptyProduct(asin: string, domainId: number): Record<string, unknown> {
  return {
    ...NOTHING,
    asin,
    categories: null,
    csv: null,
    domainId,
    lastUpdate: 0,
    liveOffersOrder: null,
    offers: null,
    productType: 4,
    stats: null,
    title: null,
  };
}

/** Everything of a product but `stats`, `offers` and `csv`, as known at the end of its series. */
export function productObject(seed: number, facts: ProductFacts, domainId: number, series: PriceSeries): Record<string, unknown> {
  const { index } = facts;
  const root = ROOT_CATEGORIES[facts.root]!;
  const image = imageNameOf(seed, facts);
  const prices = series.points(PriceType.NEW);
  return {
    ...NOTHING,
    ...ALIKE,
    asin: facts.asin,
    author: facts.isBook ? inventPerson(seed, index) : null,
    availabilityAmazon: facts.isSoldByAmazon ? 0 : -1,
    binding: facts.isBook ? (hash(seed, index, 0xb1) % 2 === 0 ? 'Paperback' : 'Hardcover') : null,
    brand: facts.isBook ? null : inventMaker(seed, index),
    categories: facts.categories,
    categoryTree: [
      { catId: root.id, name: root.name },
      ...[0, 1, 2, 3, 4, 5, 6, 7]
        .map((child) => childCategory(facts.root, child))
        .filter(({ id }) => facts.categories.includes(id))
        .map(({ id, name }) => ({ catId: id, name })),
    ],
    csv: null,
    domainId,
    eanList: [facts.ean],
    fbaFees: { lastUpdate: series.toMinute, pickAndPackFee: facts.pickAndPackMinor },
    g: hash(seed, index, 0xb2) % 1_000,
    images: [{ l: image, lH: 500, lW: 332, m: image, mH: 500, mW: 332 }],
    lastPriceChange: prices?.minutes.at(-1) ?? series.fromMinute,
    lastRatingUpdate: series.toMinute,
    lastUpdate: series.toMinute,
    listedSince: series.fromMinute,
    liveOffersOrder: null,
    manufacturer: inventMaker(seed, index),
    numberOfPages: facts.isBook ? 80 + (hash(seed, index, 0xb3) % 700) : -1,
    offers: null,
    offersSuccessful: false,
    packageHeight: 8 + (hash(seed, index, 0xb4) % 60),
    packageLength: 150 + (hash(seed, index, 0xb5) % 200),
    packageWeight: facts.weightGrams,
    packageWidth: 100 + (hash(seed, index, 0xb6) % 120),
    parentAsin: facts.parentAsin,
    productGroup: facts.isBook ? 'Book' : null,
    publicationDate: facts.isBook ? 1_980 + (hash(seed, index, 0xb7) % 40) : -1,
    referralFeePercent: facts.referralPercent,
    referralFeePercentage: facts.referralPercent,
    rootCategory: root.id,
    salesRankReference: root.id,
    stats: null,
    title: facts.title,
    trackingSince: series.fromMinute,
    type: facts.isBook ? 'ABIS_BOOK' : null,
    variableClosingFee: facts.closingMinor,
    websiteDisplayGroupName: root.name,
  };
}

/** The whole `csv`, from `fromMinute` on where `days` limits it. */
export function csvOf(series: PriceSeries): (number[] | null)[] {
  return Array.from({ length: CSV_ROWS }, (_, type) => series.csvRow(type));
}

export function buyBoxOf(series: PriceSeries, facts: ProductFacts): { priceMinor: number; shippingMinor: number; isFba: boolean; isAmazon: boolean } {
  const landed = series.points(PriceType.BUY_BOX_SHIPPING)?.values.at(-1) ?? -1;
  if (landed < 0) return { priceMinor: -1, shippingMinor: -1, isFba: false, isAmazon: false };
  const shippingMinor = shippingWithin(PriceType.BUY_BOX_SHIPPING, landed);
  return { priceMinor: landed - shippingMinor, shippingMinor, isFba: !facts.isSoldByAmazon, isAmazon: facts.isSoldByAmazon };
}
