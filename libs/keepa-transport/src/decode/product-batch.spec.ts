import type { ProductBatch, ProductRequest, ProductSnapshot } from '@smart-ingestor/contracts';
import { keepaMinutesToMs, type KeepaEnvelope, type KeepaProduct, TRIPLE_PRICE_TYPES } from '@smart-ingestor/keepa-wire';
import fc from 'fast-check';
import { parseKeepaJson } from '../json/keepa-json';
import { describeRecorded, recorded } from '../testing/recorded-samples';
import { byIndex, DIALECTS, productObject, productsText, UPDATED_MINUTES, UPDATED_MS } from '../testing/synthetic-bodies';
import { decodeProducts } from './product-batch';

const REQUEST: ProductRequest = { endpoint: 'product', domainId: 1, asins: ['0000000001'], offers: 20 };
const MINUTE_MS = 60_000;

function decoded(products: unknown, dialect = DIALECTS[0]!): ProductBatch {
  return decodeProducts(parseKeepaJson(productsText(dialect, products)) as KeepaEnvelope, REQUEST)!;
}

function one(change: Partial<KeepaProduct> = {}): ProductSnapshot {
  const { products, problems } = decoded([productObject(change)]);
  expect(problems).toEqual([]);
  return products[0]!;
}

describe.each(DIALECTS)('a product with %s members', (dialect) => {
  it('becomes a snapshot', () => {
    const { products, problems } = decoded([productObject()], dialect);
    expect(problems).toEqual([]);
    const { history, statistics, offers, ...rest } = products[0]!;
    expect(rest).toEqual({
      domainId: 1,
      asin: '0000000001',
      parentAsin: null,
      title: 'An Invented Book',
      brand: null,
      manufacturer: 'A Press',
      author: 'Somebody',
      binding: 'paperback',
      productGroup: 'Book',
      imageName: '41abC+dEfgL.jpg',
      eans: ['9780000000000'],
      upcs: [],
      rootCategory: '283155',
      categories: ['1000', '2000'],
      lastUpdateMs: UPDATED_MS,
      lastPriceChangeMs: UPDATED_MS - 10 * MINUTE_MS,
      packageWeightGrams: 862,
      packageLengthMm: null,
      packageWidthMm: 150,
      packageHeightMm: null,
      monthlySold: null,
      fees: { referralPercent: 15.01, pickAndPackMinor: 577, variableClosingMinor: 180 },
      buyBox: { priceMinor: 1700, shippingMinor: null, sellerId: 'A0000000000001', isFba: true, isAmazon: false },
    });
    expect(statistics).toMatchObject({ salesRankDrops30: 7, salesRankDrops90: null, salesRankDrops365: null });
    expect([statistics!.current[2], statistics!.current[0], statistics!.avg90[2], statistics!.avg90[9]]).toEqual([2000, null, 5000, null]);
    expect(offers).toMatchObject({ retrievedCount: 2, totalCount: 2, fbaCount: 1, fbmCount: null });
    expect(history).toHaveLength(7);
  });
});

describe('a product', () => {
  it('has the live offers in their order, each with its last price', () => {
    expect(one().offers!.live).toMatchObject([
      {
        offerId: 6,
        sellerId: 'A0000000000003',
        priceMinor: null,
        shippingMinor: null,
        isFba: true,
        isPrime: true,
        stock: null,
        lastSeenMs: UPDATED_MS,
      },
      { offerId: 4, sellerId: 'A0000000000001', condition: 4, priceMinor: 2000, shippingMinor: 399, isFba: false, stock: 3 },
    ]);
  });

  it('has a history, oldest first, with shipping added and gaps as null, of prices, ranks and offer counts', () => {
    expect(one().history.map(({ priceType, atMs, value }) => [priceType, (atMs - UPDATED_MS) / MINUTE_MS, value])).toEqual([
      [2, -100, 5000],
      [18, -90, 1899],
      [18, -80, null],
      [3, -70, 120_000],
      [18, -60, 1700],
      [2, -50, null],
      [2, 0, 2000],
    ]);
    expect(one({ csv: null }).history).toEqual([]);
  });

  it('without offers, statistics or buy box says so with null', () => {
    expect(one({ offers: null, stats: null })).toMatchObject({ offers: null, statistics: null, buyBox: null });
    expect(one({ stats: { buyBoxPrice: -2, buyBoxSellerId: '-2', retrievedOfferCount: -2 } })).toMatchObject({
      buyBox: null,
      offers: { retrievedCount: null },
    });
    expect(one({ offers: [], liveOffersOrder: null }).offers).toMatchObject({ live: [] });
  });

  it('takes fees of the older and images of the newer dialect', () => {
    expect(one({ referralFeePercentage: undefined, variableClosingFee: undefined, fbaFees: null }).fees).toEqual({
      referralPercent: 15,
      pickAndPackMinor: null,
      variableClosingMinor: null,
    });
    expect(one({ referralFeePercentage: -1, referralFeePercent: -2 }).fees.referralPercent).toBeNull();
    expect(one({ imagesCSV: null, images: [{ m: 'medium.jpg' }] }).imageName).toBe('medium.jpg');
    expect(one({ images: [{ l: 'large.jpg', m: 'medium.jpg' }] }).imageName).toBe('large.jpg');
    expect(one({ imagesCSV: null }).imageName).toBeNull();
  });

  it('without data is in neither list', () => {
    const nothing = { asin: '0000000009', domainId: 1, productType: 0, title: null, csv: byIndex({}).map(() => null), lastUpdate: 0 };
    expect(decoded([productObject({ productType: 4 }), nothing, null])).toEqual({ products: [], problems: [] });
    expect(decoded(null)).toEqual({ products: [], problems: [] });
    expect(decoded([])).toEqual({ products: [], problems: [] });
  });

  it('is not concluded to be unknown from a body without products', () => {
    expect(decodeProducts({} as KeepaEnvelope, REQUEST)).toBeNull();
    expect(decodeProducts({ products: {} } as unknown as KeepaEnvelope, REQUEST)).toBeNull();
  });

  it('that cannot be read is a problem of its own, as is a live offer', () => {
    const { products, problems } = decoded([
      productObject({ lastUpdate: 'x' as never }),
      5,
      productObject({ asin: '0000000002', liveOffersOrder: [0, 99], offers: [7 as never] }),
    ]);
    expect(products.map((product) => product.asin)).toEqual(['0000000002']);
    expect(problems.map((problem) => problem.asin)).toEqual(['0000000001', null, '0000000002', '0000000002']);
  });

  it('is read without throwing whatever stands in it, and never with a negative price', () => {
    const numbers = fc.array(fc.oneof(fc.integer({ min: -3, max: 9_000_000 }), fc.constant(null)));
    const members = fc.constantFrom(...Object.keys(productObject()), 'images', 'monthlySold', '__proto__');
    const offer = fc.record({
      offerId: fc.anything(),
      sellerId: fc.constant('A1'),
      lastSeen: fc.constant(UPDATED_MINUTES),
      offerCSV: numbers,
      stockCSV: numbers,
    });
    const odd = fc.record({
      csv: fc.array(fc.oneof(numbers, fc.anything())),
      offers: fc.array(fc.oneof(offer, fc.integer(), fc.anything())),
      liveOffersOrder: numbers,
    });
    const product = fc.tuple(odd, fc.dictionary(members, fc.anything())).map(([shape, change]) => ({ ...productObject(), ...shape, ...change }));
    fc.assert(
      fc.property(fc.array(fc.oneof(product, fc.anything()), { maxLength: 4 }), (products) => {
        const batch = decodeProducts({ products } as unknown as KeepaEnvelope, REQUEST)!;
        for (const { asin, history, statistics, offers } of batch.products) {
          expect(asin).toMatch(/^[A-Z0-9]{10}$/);
          for (const [index, { atMs, value }] of history.entries()) {
            expect(atMs).toBeGreaterThanOrEqual(history[index - 1]?.atMs ?? -Infinity);
            if (value !== null) expect(value).toBeGreaterThanOrEqual(0);
          }
          for (const value of statistics?.current ?? []) if (value !== null) expect(value).toBeGreaterThanOrEqual(0);
          for (const { priceMinor } of offers?.live ?? []) if (priceMinor !== null) expect(priceMinor).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

describeRecorded('a recorded product', () => {
  const bodies = [...recorded('product'), ...recorded('bulk/product')];

  it('is decoded without a problem, its history ends where its statistics stand, and its live offers are the listed ones', () => {
    let products = 0;
    let compared = 0;
    for (const { text } of bodies) {
      const body = parseKeepaJson(text()) as { products?: KeepaProduct[] };
      // Most recordings hold the product object without its envelope.
      const sent = body.products ?? [body as unknown as KeepaProduct];
      const batch = decodeProducts({ products: sent } as unknown as KeepaEnvelope, REQUEST)!;
      expect(batch.problems).toEqual([]);
      expect(batch.products.map((product) => product.asin)).toEqual(sent.map((product) => product.asin));
      for (const [index, product] of batch.products.entries()) {
        const wire = sent[index]!;
        expect(product.lastUpdateMs).toBe(keepaMinutesToMs(wire.lastUpdate));
        expect(product.fees.referralPercent).toBeGreaterThan(0);
        expect(product.offers?.live.map((offer) => offer.offerId)).toEqual(
          wire.offers ? (wire.liveOffersOrder ?? []).map((at) => wire.offers![at]!.offerId) : undefined,
        );
        compared += comparedWithStatistics(product);
      }
      products += batch.products.length;
    }
    expect(products).toBeGreaterThan(90);
    expect(compared).toBeGreaterThan(500);
  });
});

/** Keepa's law, measured: `stats.current` is the last value of the series, with shipping for triples. How many series were compared. */
function comparedWithStatistics(product: ProductSnapshot): number {
  const last = new Map(product.history.map(({ priceType, value }) => [priceType, value]));
  const triples = [...last].filter(([priceType, value]) => TRIPLE_PRICE_TYPES.has(priceType) || value !== null);
  for (const [priceType, value] of triples)
    expect([product.asin, priceType, product.statistics?.current[priceType] ?? null]).toEqual([product.asin, priceType, value]);
  return triples.length;
}
