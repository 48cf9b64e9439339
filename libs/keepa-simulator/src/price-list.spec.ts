import * as fc from 'fast-check';
import { drawOfferFetch, type OfferFetch, offersTokens, peekTokens, type ProductExtras, unknownProductTokens } from './price-list';

const PLAIN: ProductExtras = { offers: null, rating: false, stock: false, buybox: false, historicalVariations: false, updateHours: null };
const extras = (members: Partial<ProductExtras>): ProductExtras => ({ ...PLAIN, ...members });
const fetched = (members: Partial<OfferFetch> = {}): OfferFetch => ({ succeeded: true, pages: 1, liveOffers: 7, stockIsRecent: false, ...members });
const FAILED = fetched({ succeeded: false });
const RECENT_STOCK = fetched({ stockIsRecent: true });

describe('the price of an ASIN without offers', () => {
  it.each([
    [1, 'nothing else', extras({}), true, true],
    [1, 'a refresh after some hours', extras({ updateHours: 4 }), true, true],
    [2, 'update=0', extras({ updateHours: 0 }), true, true],
    [2, 'rating updated within 14 days', extras({ rating: true }), true, true],
    [1, 'rating that is older', extras({ rating: true }), false, true],
    [3, 'buybox', extras({ buybox: true }), true, true],
    [4, 'buybox and rating, as recorded in 2026', extras({ buybox: true, rating: true }), true, true],
    [2, 'historical-variations of a product with a parent', extras({ historicalVariations: true }), true, true],
    [1, 'historical-variations of one without', extras({ historicalVariations: true }), true, false],
    [1, 'stock, which needs offers', extras({ stock: true }), true, true],
  ])('is %i with %s', (tokens, _, asked, ratingIsRecent, hasParent) => {
    expect(peekTokens(asked, ratingIsRecent, hasParent)).toBe(tokens);
  });

  it('is 1 where Keepa does not know it, 0 with update=-1', () => {
    expect([
      unknownProductTokens(PLAIN),
      unknownProductTokens(extras({ updateHours: 0 })),
      unknownProductTokens(extras({ updateHours: -1 })),
    ]).toEqual([1, 1, 0]);
  });
});

describe('the price of an ASIN with offers', () => {
  // The costs measured on single-ASIN requests: 6, 8, 12, 2, 4, 7, 13, 3.
  it.each([
    [6, 'one page', extras({ offers: 20, rating: true, stock: true }), fetched()],
    [8, 'one page and recent stock', extras({ offers: 20, rating: true, stock: true }), RECENT_STOCK],
    [6, 'recent stock that nobody asked for', extras({ offers: 20 }), RECENT_STOCK],
    [12, 'two pages', extras({ offers: 20, rating: true }), fetched({ pages: 2 })],
    [1, 'a failed retrieval', extras({ offers: 20 }), FAILED],
    [2, 'a failed retrieval and rating', extras({ offers: 20, rating: true }), FAILED],
    [4, 'a failed retrieval, rating and recent stock', extras({ offers: 20, rating: true, stock: true }), { ...FAILED, stockIsRecent: true }],
    [7, 'one page and update=0', extras({ offers: 20, updateHours: 0 }), fetched()],
    [13, 'two pages and update=0', extras({ offers: 20, updateHours: 0 }), fetched({ pages: 2 })],
    [3, 'a failed retrieval, update=0 and rating', extras({ offers: 20, updateHours: 0, rating: true }), FAILED],
    [6, 'one page and buybox, which offers include', extras({ offers: 20, buybox: true }), fetched()],
  ])('is %i for %s', (tokens, _, asked, fetch) => {
    expect(offersTokens(asked, fetch, false)).toBe(tokens);
  });
});

describe('the outcome of a fetch', () => {
  const many = (isPopular: boolean, offers = 100): OfferFetch[] =>
    Array.from({ length: 20_000 }, (_, product) => drawOfferFetch(1, product, 8_000_000, offers, isPopular));
  const share = (fetches: OfferFetch[], isMeant: (fetch: OfferFetch) => boolean): number => fetches.filter(isMeant).length / fetches.length;

  it('has one page in 93 of 100, two in 6, more in 1, and more often so for popular products', () => {
    const [ordinary, popular] = [many(false), many(true)];
    expect(share(ordinary, ({ pages }) => pages === 1)).toBeCloseTo(0.93, 2);
    expect(share(ordinary, ({ pages }) => pages === 2)).toBeCloseTo(0.06, 2);
    expect(share(ordinary, ({ pages }) => pages > 2)).toBeGreaterThan(0.005);
    expect(share(popular, ({ pages }) => pages > 1)).toBeGreaterThan(0.2);
  });

  it('fails in 2 to 4 of 100 and finds recent stock in about 15', () => {
    const failed = share(many(false), ({ succeeded }) => !succeeded);
    expect(failed).toBeGreaterThan(0.02);
    expect(failed).toBeLessThan(0.04);
    expect(Math.abs(share(many(false), ({ stockIsRecent }) => stockIsRecent) - 0.15)).toBeLessThan(0.01);
  });

  it('never has more pages or offers than were asked for, and as many pages as its offers fill', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.integer({ min: 20, max: 100 }), fc.boolean(), (product, minute, offers, isPopular) => {
        const { pages, liveOffers } = drawOfferFetch(1, product, minute, offers, isPopular);
        expect(pages).toBeLessThanOrEqual(Math.ceil(offers / 10));
        expect(liveOffers).toBeLessThanOrEqual(offers);
        expect(Math.ceil(liveOffers / 10)).toBe(pages);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is the same for the same ASIN in the same minute, and drawn anew in another', () => {
    const at = (minute: number): OfferFetch[] => Array.from({ length: 200 }, (_, product) => drawOfferFetch(1, product, minute, 20, false));
    expect(at(8_000_000)).toEqual(at(8_000_000));
    expect(at(8_000_001)).not.toEqual(at(8_000_000));
  });
});
