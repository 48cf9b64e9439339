import type { KeepaRequest, ProductRequest, SellerRequest } from '@smart-ingestor/contracts';
import fc from 'fast-check';
import { LearnedCostModel } from './learned-cost-model';
import { PRICES } from './price-list';

const products = (items: number, options: Partial<ProductRequest> = {}): ProductRequest => ({
  endpoint: 'product',
  domainId: 1,
  asins: Array<string>(items).fill('0000000000'),
  ...options,
});
const sellers = (items: number, options: Partial<SellerRequest> = {}): SellerRequest => ({
  endpoint: 'seller',
  domainId: 1,
  sellerIds: Array<string>(items).fill('A0000000000001'),
  ...options,
});
const PAGE: KeepaRequest = { endpoint: 'deal', selection: { domainId: 1, priceTypes: [2] }, page: 0 };
const FINDER = { endpoint: 'query', domainId: 1, selection: { rootCategory: 1 }, page: 0 } as const;
const SEARCH = { endpoint: 'search', type: 'product', domainId: 1, term: 'harbour' } as const;
const BOUGHT: Partial<ProductRequest> = { offers: 20, statsDays: 90, history: true, rating: true };

describe('the price of a request that was never sent', () => {
  it.each<[string, KeepaRequest, number, number, number]>([
    // expected, worst, smallest unit
    ['a deal page', PAGE, 5, 5, 5],
    ['a peek at 20 ASINs', products(20, { statsDays: 90 }), 20, 20, 1],
    ['50 ASINs with offers and rating', products(50, BOUGHT), 350, 650, 13],
    ['one ASIN with 20 offers', products(1, { offers: 20 }), 7, 12, 12],
    ['one ASIN with 21 offers', products(1, { offers: 21 }), 7, 18, 18],
    ['one ASIN with 100 offers', products(1, { offers: 100 }), 7, 60, 60],
    ['offers, always updated, with stock and rating', products(1, { offers: 20, updateHours: 0, stock: true, rating: true }), 8, 16, 16],
    ['rating and buy box without offers', products(1, { rating: true, buybox: true }), 4, 4, 4],
    ['a buy box that offers make needless', products(1, { offers: 20, buybox: true }), 7, 12, 12],
    ['two codes of up to 5 products', products(0, { asins: undefined, codes: ['9780000000000', '9780000000001'], codeLimit: 5 }), 2, 10, 5],
    ['100 sellers', sellers(100), 100, 100, 1],
    ['a storefront', sellers(1, { storefront: true }), 10, 10, 10],
    ['a storefront collected anew', sellers(1, { storefront: true, updateHours: 1 }), 50, 50, 50],
    ['the smallest page of the finder', { ...FINDER, perPage: 50 }, 11, 11, 11],
    ['the largest page of the finder', { ...FINDER, perPage: 10_000 }, 110, 110, 110],
    ['best sellers', { endpoint: 'bestsellers', domainId: 1, category: '283155' }, 50, 50, 50],
    ['ten categories', { endpoint: 'category', domainId: 1, categoryIds: Array<string>(10).fill('1') }, 1, 1, 1],
    ['a search for categories', { endpoint: 'search', type: 'category', domainId: 1, term: 'home' }, 1, 1, 1],
    ['a page of a search for products', { ...SEARCH, page: 3 }, 10, 10, 10],
    ['the first 40 of a search, always updated, with rating', { ...SEARCH, rating: true, updateHours: 0 }, 45, 85, 85],
    ['one lightning deal', { endpoint: 'lightningdeal', domainId: 1, asin: '0000000000' }, 1, 1, 1],
    ['all lightning deals', { endpoint: 'lightningdeal', domainId: 1, state: 'AVAILABLE' }, 500, 500, 500],
  ])('%s', (_, request, expectedTokens, worstTokens, smallestUnitWorstTokens) => {
    expect(new LearnedCostModel().estimate(request)).toEqual({ expectedTokens, worstTokens, smallestUnitWorstTokens });
  });

  it('comes with the source of each figure', () => {
    for (const { source } of Object.values(PRICES)) expect(source).toMatch(/Keepa:|recorded:/);
  });

  it('covers every recorded bill of requests with offers', () => {
    // ASINs, consumed: 20 offers with rating and stock, as recorded in 2025.
    const bills: Readonly<Record<number, readonly number[]>> = { 1: [6, 8, 13, 2], 3: [18], 5: [34], 7: [47], 12: [72], 13: [94], 50: [292, 462] };
    const model = new LearnedCostModel();
    for (const [items, consumed] of Object.entries(bills).flatMap(([items, bill]) => bill.map((tokens) => [Number(items), tokens] as const))) {
      expect(model.observe(products(items, { ...BOUGHT, stock: true }), consumed)).toBe('within-bound');
    }
  });
});

describe('what a shape cost', () => {
  it('becomes its expectation, and never touches another shape', () => {
    const model = new LearnedCostModel();
    for (let i = 0; i < 200; i += 1) model.observe(products(5, BOUGHT), 30);
    expect(model.estimate(products(10, BOUGHT))).toEqual({ expectedTokens: 61, worstTokens: 130, smallestUnitWorstTokens: 13 });
    expect(model.estimate(products(10))).toMatchObject({ expectedTokens: 10, worstTokens: 10 });
  });

  it('does not turn the plan over with its first bill, and follows a change of prices', () => {
    const model = new LearnedCostModel();
    model.observe(products(1, BOUGHT), 13);
    expect(model.estimate(products(1, BOUGHT)).expectedTokens).toBe(8);
    for (let i = 0; i < 2000; i += 1) model.observe(products(5, BOUGHT), 30);
    for (let i = 0; i < 1000; i += 1) model.observe(products(5, BOUGHT), 55);
    expect(model.estimate(products(1, BOUGHT)).expectedTokens).toBe(11);
  });

  it('raises the worst case where a bill exceeded it, for good, and says so once', () => {
    const model = new LearnedCostModel();
    expect(model.observe(products(3), 3)).toBe('within-bound');
    expect(model.observe(products(3), 10)).toBe('bound-exceeded');
    expect(model.estimate(products(3))).toMatchObject({ worstTokens: 12, smallestUnitWorstTokens: 4 });
    expect(model.observe(products(3), 10)).toBe('within-bound');
    for (let i = 0; i < 50; i += 1) model.observe(products(3), 3);
    expect(model.estimate(products(3)).worstTokens).toBe(12);
  });

  it('keeps 0 ≤ expected ≤ worst and smallest unit ≤ worst, and the last bill within the worst case, whatever the bills', () => {
    const bill = fc.tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 0, max: 5000 }), fc.boolean());
    fc.assert(
      fc.property(fc.array(bill, { maxLength: 60 }), (bills) => {
        const model = new LearnedCostModel();
        for (const [items, consumed, withOffers] of bills) {
          const request = products(items, withOffers ? BOUGHT : {});
          const before = model.estimate(request);
          expect(model.observe(request, consumed)).toBe(consumed > before.worstTokens ? 'bound-exceeded' : 'within-bound');
          const { expectedTokens, worstTokens, smallestUnitWorstTokens } = model.estimate(request);
          expect(expectedTokens).toBeGreaterThanOrEqual(0);
          expect(expectedTokens).toBeLessThanOrEqual(worstTokens);
          expect(smallestUnitWorstTokens).toBeLessThanOrEqual(worstTokens);
          expect(worstTokens).toBeGreaterThanOrEqual(Math.max(consumed, before.worstTokens));
        }
      }),
    );
  });
});

describe('the shape of a request', () => {
  it('names what has a price, and not which items are asked for', () => {
    const shape = (request: KeepaRequest) => new LearnedCostModel().shapeOf(request);
    expect(shape(PAGE)).toBe('deal');
    expect(shape(products(1))).toBe('product');
    expect(shape(products(1))).toBe(shape(products(50, { asins: ['0000000009'] })));
    expect(shape(products(1, { offers: 20, rating: true, stock: false, updateHours: 0 }))).toBe('product:offers=20,rating,update=0');
    expect(shape(products(0, { asins: undefined, codes: [], codeLimit: 5 }))).toBe('product:codes=5');
    expect(shape(sellers(1, { storefront: true }))).toBe('seller:storefront');
    expect(shape({ ...FINDER, page: 7, perPage: 50 })).toBe('query:per-page=50');
    expect(shape({ ...SEARCH, rating: true })).toBe('search-product:first-40,rating');
    expect(shape({ ...SEARCH, page: 1 })).toBe('search-product');
    expect(shape({ endpoint: 'lightningdeal', domainId: 1, asin: '0000000000' })).toBe('lightningdeal:asin');
  });
});
