import type { KeepaRequest, ProductSearchRequest } from '@smart-ingestor/contracts';
import type { KeepaEnvelope } from '@smart-ingestor/keepa-wire';
import fc from 'fast-check';
import { parseKeepaJson } from '../json/keepa-json';
import { describeRecorded, recorded } from '../testing/recorded-samples';
import { DIALECTS, envelopeText, productObject, UNKNOWN_ROOT, UPDATED_MINUTES, UPDATED_MS } from '../testing/synthetic-bodies';
import { decodeAnswer } from './decode-answer';

const FINDER: KeepaRequest = { endpoint: 'query', domainId: 1, selection: { rootCategory: 1 }, page: 0, perPage: 50 };
const BEST: KeepaRequest = { endpoint: 'bestsellers', domainId: 1, category: '283155' };
const CATEGORIES: KeepaRequest = { endpoint: 'category', domainId: 1, categoryIds: ['283155'], parents: true };
const SEARCH: ProductSearchRequest = { endpoint: 'search', type: 'product', domainId: 1, term: 'x' };
const LIGHTNING: KeepaRequest = { endpoint: 'lightningdeal', domainId: 1 };
const ALL: readonly KeepaRequest[] = [FINDER, BEST, CATEGORIES, SEARCH, { ...SEARCH, asinsOnly: true }, LIGHTNING];
/** Beyond 2^53: as a number it would end in 2. */
const LONG_ID = '9007199254740993';
const LIGHTNING_DEAL = {
  ...{ domainId: 1, asin: '0000000001', title: 'A Thing', lastUpdate: UPDATED_MINUTES, dealState: 'AVAILABLE', sellerId: 'A0000000000001' },
  ...{ startTime: UPDATED_MINUTES - 60, endTime: UPDATED_MINUTES + 60, dealPrice: 1_500, currentPrice: 2_000, percentOff: 25, percentClaimed: 40 },
  ...{ image: 'a.jpg', isFulfilledByAmazon: true, rating: 45, totalReviews: 12, memberOf2027: [null] },
};

function decoded<R extends KeepaRequest>(request: R, payload: Record<string, unknown>, tokensConsumed = 1): unknown {
  const [inserted, alphabetical] = DIALECTS.map((dialect) => {
    const envelope = parseKeepaJson(envelopeText(dialect, { tokensConsumed }, payload)) as KeepaEnvelope;
    return decodeAnswer(request, envelope, UPDATED_MS);
  });
  expect(alphabetical).toEqual(inserted);
  return inserted;
}

describe('a list of ASINs', () => {
  it('keeps its order, names what is no ASIN, and holds each once', () => {
    expect(decoded(FINDER, { asinList: ['000000000X', 'B000000001', 'short', 7, '000000000X'], totalResults: 812 })).toEqual({
      asins: ['000000000X', 'B000000001'],
      totalResults: 812,
      problems: [
        { asin: null, message: 'the list holds what is no ASIN: "short"' },
        { asin: null, message: 'the list holds what is no ASIN: 7' },
      ],
    });
  });

  it('of the finder is empty where nothing matched, and unreadable where it says neither', () => {
    expect(decoded(FINDER, { totalResults: 0 })).toEqual({ asins: [], totalResults: 0, problems: [] });
    expect(decoded(FINDER, { asinList: [] })).toEqual({ asins: [], totalResults: 0, problems: [] });
    expect(decoded(FINDER, {})).toBeNull();
  });

  it('of best sellers tells "no such list", which is free, from a paid answer without one', () => {
    const list = { domainId: 1, lastUpdate: UPDATED_MINUTES, categoryId: 283155, asinList: ['0000000001', '0000000002'] };
    expect(decoded(BEST, { bestSellersList: list }, 50)).toEqual({
      ...{ asins: ['0000000001', '0000000002'], isKnown: true, lastUpdateMs: UPDATED_MS, problems: [] },
    });
    expect(decoded(BEST, {}, 0)).toEqual({ asins: [], isKnown: false, lastUpdateMs: null, problems: [] });
    expect(decoded(BEST, {}, 50)).toBeNull();
  });
});

describe('categories', () => {
  const books = { domainId: 1, catId: 283155, name: 'Books', contextFreeName: 'Books', parent: 0, children: [1000, 0, 'x'], productCount: 12 };

  it('are decoded each by itself, ids as text whatever their size', () => {
    const payload = {
      categories: { 283155: { ...books, highestRank: 1, lowestRank: -1 }, [LONG_ID]: { ...books, parent: UNKNOWN_ROOT }, 5: 3, 6: {} },
      categoryParents: { 1000: { ...books, catId: 1000, parent: 283155, children: null } },
    };
    expect(decoded(CATEGORIES, payload)).toMatchObject({
      categories: [
        { categoryId: '283155', name: 'Books', parentId: null, childIds: ['1000'], productCount: 12, bestRank: 1, worstRank: null },
        { categoryId: LONG_ID, parentId: UNKNOWN_ROOT },
      ],
      parents: [{ categoryId: '1000', parentId: '283155', childIds: [] }],
      problems: [
        { asin: null, message: 'category 5 is no object' },
        { asin: null, message: 'category 6 has no name' },
      ],
    });
  });

  it('are none where the map is null, and unreadable where there is no map', () => {
    expect(decoded(CATEGORIES, { categories: null })).toEqual({ categories: [], parents: [], problems: [] });
    expect(decoded({ ...SEARCH, type: 'category' } as KeepaRequest, { categories: {} })).toEqual({ categories: [], parents: [], problems: [] });
    expect(decoded(CATEGORIES, {})).toBeNull();
  });
});

describe('a search for products', () => {
  it('is a batch of products with their ASINs in order, or ASINs alone', () => {
    expect(decoded(SEARCH, { products: [productObject(), null, productObject({ asin: '0000000002' })] })).toMatchObject({
      asins: ['0000000001', '0000000002'],
      products: [{ asin: '0000000001' }, { asin: '0000000002' }],
      problems: [],
    });
    expect(decoded({ ...SEARCH, asinsOnly: true }, { asinList: ['0000000003'] })).toEqual({ asins: ['0000000003'], products: [], problems: [] });
    expect(decoded(SEARCH, {})).toBeNull();
    expect(decoded({ ...SEARCH, asinsOnly: true }, {})).toBeNull();
  });
});

describe('lightning deals', () => {
  it('are decoded each by itself; an unknown state stays the word that Keepa wrote', () => {
    const upcoming = { ...LIGHTNING_DEAL, dealState: 'NEW_IN_2027', dealPrice: -1, percentOff: -1, sellerId: null };
    expect(decoded(LIGHTNING, { lightningDeals: [LIGHTNING_DEAL, upcoming, { ...LIGHTNING_DEAL, lastUpdate: 0 }, 5, { asin: 'x' }] })).toMatchObject({
      deals: [
        {
          ...{ asin: '0000000001', state: 'AVAILABLE', dealPriceMinor: 1_500, currentPriceMinor: 2_000, percentOff: 25, percentClaimed: 40 },
          ...{ startsMs: UPDATED_MS - 3_600_000, endsMs: UPDATED_MS + 3_600_000, lastUpdateMs: UPDATED_MS, rating: 45, reviewCount: 12 },
        },
        { state: 'NEW_IN_2027', dealPriceMinor: null, percentOff: null, sellerId: null },
      ],
      problems: [
        { asin: '0000000001', message: 'lastUpdate is no time: 0' },
        { asin: null, message: 'the lightning deal is no object' },
        { asin: null, message: 'asin is no ASIN: "x"' },
      ],
    });
  });

  it('of one ASIN may be none; the whole list without a list is unreadable', () => {
    expect(decoded({ ...LIGHTNING, asin: '0000000001' } as KeepaRequest, {})).toEqual({ deals: [], problems: [] });
    expect(decoded(LIGHTNING, { lightningDeals: null })).toEqual({ deals: [], problems: [] });
    expect(decoded(LIGHTNING, {})).toBeNull();
  });
});

describe('decoding a list', () => {
  it('never throws, whatever the members hold', () => {
    const members = fc.record(
      {
        ...{ asinList: fc.anything(), totalResults: fc.anything(), bestSellersList: fc.anything(), products: fc.array(fc.anything()) },
        ...{ categories: fc.oneof(fc.anything(), fc.dictionary(fc.string(), fc.anything())), categoryParents: fc.anything() },
        lightningDeals: fc.array(fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom(...Object.keys(LIGHTNING_DEAL)), fc.anything()))),
      },
      { requiredKeys: [] },
    );
    const readings = { timestamp: 1, tokensLeft: 1, refillIn: 1, refillRate: 1, tokenFlowReduction: 0, tokensConsumed: 1, processingTimeInMs: 1 };
    fc.assert(
      fc.property(members, (payload) => {
        for (const request of ALL) decodeAnswer(request, { ...readings, ...payload } as KeepaEnvelope, UPDATED_MS);
      }),
      { numRuns: 500 },
    );
  });
});

describeRecorded('a recorded list', () => {
  // Nobody has published a body of these endpoints yet: each is decoded as soon as its folder holds one.
  const folders: Readonly<Record<string, KeepaRequest>> = {
    query: FINDER,
    bestsellers: BEST,
    category: CATEGORIES,
    search: SEARCH,
    lightningdeal: LIGHTNING,
  };
  for (const [folder, request] of Object.entries(folders)) {
    const bodies = recorded(folder);
    (bodies.length === 0 ? it.skip : it)(`of /${folder} decodes without a problem`, () => {
      for (const { text } of bodies) {
        expect(decodeAnswer(request, parseKeepaJson(text()) as KeepaEnvelope, UPDATED_MS)).toMatchObject({ problems: [] });
      }
    });
  }
});
