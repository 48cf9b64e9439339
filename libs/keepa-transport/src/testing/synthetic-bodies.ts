import type { KeepaDealObject, KeepaProduct } from '@smart-ingestor/keepa-wire';

/** Invented bodies in the two dialects that Keepa has spoken: members in order of insertion until August 2025, alphabetical since. */
export type Dialect = 'inserted' | 'alphabetical';
export const DIALECTS: readonly Dialect[] = ['inserted', 'alphabetical'];

export const ASKED_AT_MS = Date.UTC(2026, 4, 11, 12, 0, 0);
export const PROCESSING_MS = 420;
export const SERVER_END_MS = ASKED_AT_MS + PROCESSING_MS;
/** 2026-05-11T10:00Z, two hours before the request. */
export const UPDATED_MINUTES = 8_077_560;
export const UPDATED_MS = Date.UTC(2026, 4, 11, 10, 0, 0);

interface EnvelopeFields {
  readonly timestamp: number;
  readonly tokensLeft: number;
  readonly refillIn: number;
  readonly refillRate: number;
  readonly tokensConsumed: number;
  readonly processingTimeInMs: number;
}

export function envelopeText(dialect: Dialect, fields: Partial<EnvelopeFields> = {}, payload: Record<string, unknown> = {}): string {
  const { timestamp, tokensLeft, refillIn, refillRate, tokensConsumed, processingTimeInMs } = {
    ...{ timestamp: ASKED_AT_MS, tokensLeft: 295, refillIn: 33_225, refillRate: 5, tokensConsumed: 0, processingTimeInMs: PROCESSING_MS },
    ...fields,
  };
  const envelope = { timestamp, tokensLeft, refillIn, refillRate, tokenFlowReduction: 0, tokensConsumed, processingTimeInMs, ...payload };
  return textOf(dialect, envelope);
}

/** Numbers as Keepa prints them: flow reduction as a double, the unknown root category in full. */
export function textOf(dialect: Dialect, value: unknown): string {
  return JSON.stringify(dialect === 'inserted' ? value : sorted(value))
    .replaceAll('"tokenFlowReduction":0', '"tokenFlowReduction":0.0')
    .replaceAll(`"${UNKNOWN_ROOT}"`, UNKNOWN_ROOT);
}

/** Written as text in fixtures, as an integer on the wire. */
export const UNKNOWN_ROOT = '9223372036854775807';

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const CSV_ROWS = 36;

/** `length` values of −1 with some set. */
export function byIndex(values: Readonly<Record<number, number>>, length = CSV_ROWS, otherwise = -1): number[] {
  return Array.from({ length }, (_, index) => values[index] ?? otherwise);
}

const IMAGE = '41abC+dEfgL.jpg';

/** A used book at 20.00, 60 % below its 90-day average of 50.00. */
export function dealObject(change: Partial<KeepaDealObject> = {}): KeepaDealObject {
  return {
    asin: '0000000001',
    title: 'An Invented Book & Its <b>Title</b>',
    rootCat: 283155,
    categories: [1000, 2000],
    image: [...IMAGE].map((character) => character.charCodeAt(0)),
    current: byIndex({ 1: 6000, 2: 2000, 3: 120_000, 11: 4, 12: 9, 16: 45, 17: 312 }),
    currentSince: byIndex({ 2: UPDATED_MINUTES - 60 }),
    delta: [byIndex({ 2: 0 }), byIndex({ 2: 1000 }), byIndex({ 2: 2000 }), byIndex({ 2: 3000 })],
    deltaPercent: [byIndex({ 2: 0 }, CSV_ROWS, 0), byIndex({ 2: 33 }, CSV_ROWS, 0), byIndex({ 2: 50 }, CSV_ROWS, 0), byIndex({ 2: 60 }, CSV_ROWS, 0)],
    avg: [byIndex({ 2: -1 }), byIndex({ 2: 3000 }), byIndex({ 2: 4000 }), byIndex({ 2: 5000 }, CSV_ROWS, -2)],
    creationDate: UPDATED_MINUTES - 1440,
    lastUpdate: UPDATED_MINUTES,
    salesRankDrops30: 7,
    salesRankDrops90: -1,
    memberOf2027: { nested: [null] },
    ...change,
  };
}

export function dealPageText(dialect: Dialect, rows: readonly unknown[], fields: Partial<EnvelopeFields> = {}): string {
  const deals = { dr: rows, drDateIndex: [], categoryIds: [283155, UNKNOWN_ROOT], categoryNames: ['Books', '?'], categoryCount: [rows.length, 0] };
  return envelopeText(dialect, { tokensConsumed: 5, ...fields }, { deals, dealsCached: false });
}

/** A book with two live offers out of three, with history and statistics. */
export function productObject(change: Partial<KeepaProduct> = {}): KeepaProduct {
  const csv: (number[] | null)[] = Array.from({ length: CSV_ROWS }, () => null);
  csv[2] = [UPDATED_MINUTES - 100, 5000, UPDATED_MINUTES - 50, -1, UPDATED_MINUTES, 2000];
  csv[3] = [UPDATED_MINUTES - 70, 120_000];
  csv[15] = [UPDATED_MINUTES, 2];
  csv[16] = [UPDATED_MINUTES, 45];
  csv[18] = [UPDATED_MINUTES - 90, 1500, 399, UPDATED_MINUTES - 80, -1, -1, UPDATED_MINUTES - 60, 1700, -1];
  return {
    csv,
    asin: '0000000001',
    domainId: 1,
    title: 'An Invented Book',
    author: 'Somebody',
    binding: 'paperback',
    productGroup: 'Book',
    brand: null,
    manufacturer: 'A Press',
    parentAsin: null,
    productType: 0,
    rootCategory: 283155,
    categories: [1000, 2000],
    lastUpdate: UPDATED_MINUTES,
    lastPriceChange: UPDATED_MINUTES - 10,
    imagesCSV: `${IMAGE},second.jpg`,
    eanList: ['9780000000000'],
    upcList: null,
    packageWeight: 862,
    packageHeight: 0,
    packageLength: -1,
    packageWidth: 150,
    fbaFees: { lastUpdate: UPDATED_MINUTES, pickAndPackFee: 577 },
    referralFeePercent: 15,
    referralFeePercentage: 15.01,
    variableClosingFee: 180,
    stats: {
      current: byIndex({ 2: 2000, 3: 120_000, 18: 1700 }),
      avg30: byIndex({ 2: 4000 }),
      avg90: byIndex({ 2: 5000, 9: -2 }),
      avg180: byIndex({}),
      salesRankDrops30: 7,
      salesRankDrops365: -1,
      totalOfferCount: 2,
      retrievedOfferCount: 2,
      offerCountFBA: 1,
      offerCountFBM: -2,
      buyBoxPrice: 1700,
      buyBoxShipping: -1,
      buyBoxSellerId: 'A0000000000001',
      buyBoxIsFBA: true,
      buyBoxIsAmazon: false,
    },
    offers: [
      {
        offerId: 4,
        sellerId: 'A0000000000001',
        lastSeen: UPDATED_MINUTES,
        condition: 4,
        offerCSV: [UPDATED_MINUTES - 9, 2500, 0, UPDATED_MINUTES, 2000, 399],
        isFBA: false,
        stockCSV: [UPDATED_MINUTES, 3],
      },
      { offerId: 5, sellerId: 'A0000000000002', lastSeen: UPDATED_MINUTES - 90_000, condition: 1, offerCSV: [UPDATED_MINUTES - 90_000, 9000, 0] },
      {
        offerId: 6,
        sellerId: 'A0000000000003',
        lastSeen: UPDATED_MINUTES,
        condition: 1,
        offerCSV: [UPDATED_MINUTES, -2, -1],
        isFBA: true,
        isPrime: true,
        isAmazon: false,
        isScam: false,
      },
    ],
    liveOffersOrder: [2, 0],
    memberOf2027: { nested: [null] },
    ...change,
  };
}

export function productsText(dialect: Dialect, products: unknown, fields: Partial<EnvelopeFields> = {}): string {
  return envelopeText(dialect, { tokensConsumed: 6, ...fields }, { products });
}
