import type { KeepaRequest, ProductRequest } from '@smart-ingestor/contracts';
import fc from 'fast-check';
import { requestProblems } from './request-problems';
import { wireRequest } from './wire-request';

const ASIN = 'B0CS6RL7D6';
const PEEK: ProductRequest = { endpoint: 'product', domainId: 1, asins: [ASIN] };
const asins = (count: number): string[] => Array.from({ length: count }, (_, i) => `B${String(i).padStart(9, '0')}`);

describe('the problems of a request', () => {
  it('are none where Keepa would take it', () => {
    const requests: KeepaRequest[] = [
      PEEK,
      {
        ...PEEK,
        asins: asins(100),
        statsDays: 1,
        history: true,
        historyDays: 90,
        offers: 20,
        onlyLiveOffers: true,
        rating: true,
        stock: true,
        updateHours: 0,
      },
      { endpoint: 'product', domainId: 12, codes: ['9780135048764'], codeLimit: 5, buybox: true, updateHours: -1 },
      { endpoint: 'deal', selection: { domainId: 1, priceTypes: [2], dateRange: 3 }, page: 66 },
      { endpoint: 'seller', domainId: 1, sellerIds: ['A2H6NH4SQYFZ4M', 'ATVPDKIKX0DER'] },
      { endpoint: 'seller', domainId: 1, sellerIds: ['A2H6NH4SQYFZ4M'], storefront: true, updateHours: 24 },
    ];
    for (const request of requests) expect(requestProblems(request)).toEqual([]);
  });

  it.each<[string, RegExp, Partial<ProductRequest>]>([
    ['an ASIN of 9 characters', /^asins: allowed is exactly 10 .*; got "B0CS6RL7D" \(text\)/, { asins: ['B0CS6RL7D'] }],
    ['a lower-case ASIN', /^asins: .*"b0cs6rl7d6"/, { asins: ['b0cs6rl7d6'] }],
    ['the same ASIN twice', /^asins: allowed is each of the ASINs once; got "B0CS6RL7D6"/, { asins: [ASIN, ASIN] }],
    ['no ASIN', /^asins: allowed is 1 to 100 .*; got "0 of them"/, { asins: [] }],
    ['101 ASINs', /^asins: allowed is 1 to 100 .*; got "101 of them" .*several requests/, { asins: asins(101) }],
    ['ASINs in one text', /^asins: allowed is an array/, { asins: ASIN as never }],
    ['ASINs and codes', /^asins: .*both.*two requests/, { codes: ['9780135048764'], codeLimit: 1 }],
    ['neither', /^asins: .*neither/, { asins: undefined }],
    ['codes without a limit', /^codeLimit: .*got nothing/, { asins: undefined, codes: ['9780135048764'] }],
    ['a limit without codes', /^codeLimit: allowed is absent/, { codeLimit: 3 }],
    ['10 offers', /^offers: allowed is an integer 20 to 100 .*; got 10\. Choose 20 to 100/, { offers: 10 }],
    ['101 offers', /^offers: /, { offers: 101 }],
    ['offers as text', /^offers: .*"20" \(text\)\. Write a number, without quotes/, { offers: '20' as never }],
    ['0 days of statistics', /^statsDays: .*1 to/, { statsDays: 0 }],
    ['half an hour', /^updateHours: .*got 0\.5/, { updateHours: 0.5 }],
    ['China', /^domainId: .*got 7/, { domainId: 7 }],
    ['stock without offers', /^stock: allowed is absent without offers/, { stock: true }],
    ['a flag as a number', /^rating: allowed is true or false; got 1/, { rating: 1 as never }],
    ["another client's spelling", /^only_live_offers: is no option/, { only_live_offers: true } as never],
  ])('name %s', (_, message, change) => {
    const problems = requestProblems({ ...PEEK, ...change });
    expect(problems).toEqual([expect.stringMatching(message)]);
  });

  it('are listed all at once', () => {
    const problems = requestProblems({ endpoint: 'product', domainId: 7, asins: ['x', ASIN, ASIN], offers: 10, statsDays: 0, stock: true });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(['domainId', 'asins', 'asins', 'statsDays', 'offers']);
  });

  it('cover page and selection of a deal request, and several storefronts at once', () => {
    expect(requestProblems({ endpoint: 'deal', selection: { domainId: 1, priceTypes: [2], dateRange: '4' }, page: 67 })).toHaveLength(2);
    expect(requestProblems({ endpoint: 'deal', selection: { domainId: 1, priceTypes: [2] } } as never)).toEqual([
      expect.stringMatching(/^page: .*got nothing/),
    ]);
    expect(requestProblems({ endpoint: 'seller', domainId: 1, sellerIds: ['A2H6NH4SQYFZ4M', 'ATVPDKIKX0DER'], storefront: true })).toHaveLength(1);
    expect(requestProblems({ endpoint: 'search' } as never)).toHaveLength(1);
  });
});

const anyValue = fc.oneof(fc.anything(), fc.integer({ min: -2, max: 130 }), fc.boolean(), fc.constantFrom('20', '', null, NaN, 1e21));
const someAsins = fc.array(fc.oneof(fc.stringMatching(/^[A-Z0-9]{10}$/), fc.string()), { maxLength: 4 });
const anyProduct = fc.record(
  {
    endpoint: fc.constant('product'),
    domainId: fc.oneof(fc.constantFrom(1, 2, 12), anyValue),
    asins: fc.oneof(someAsins, someAsins, anyValue),
    statsDays: anyValue,
    historyDays: anyValue,
    offers: fc.oneof(fc.integer({ min: 15, max: 105 }), anyValue),
    history: anyValue,
    stock: anyValue,
    updateHours: anyValue,
  },
  { requiredKeys: ['endpoint', 'domainId', 'asins'] },
);
const range = fc.tuple(fc.integer(), fc.integer());
const anyDeal = fc.record({
  endpoint: fc.constant('deal'),
  page: fc.oneof(fc.integer({ min: 0, max: 66 }), anyValue),
  selection: fc.record(
    {
      domainId: fc.constantFrom(1, 3, 12, '1'),
      priceTypes: fc.oneof(fc.constantFrom([0], [2], [3], [18]), anyValue),
      titleSearch: fc.oneof(fc.string({ unit: 'binary' }), fc.constant('50 % off & more #+?')),
      currentRange: fc.oneof(range, anyValue),
      includeCategories: fc.oneof(fc.array(fc.oneof(fc.nat(), fc.constantFrom('9223372036854775807', 2n ** 60n))), anyValue),
      futureMember: fc.jsonValue(),
    },
    { requiredKeys: ['domainId', 'priceTypes'] },
  ),
});

describe('a request without problems', () => {
  it('becomes a query whose every value is exact, whatever the parameters', () => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.oneof(anyProduct, anyDeal), (anything) => {
        const request = anything as unknown as KeepaRequest;
        if (requestProblems(request).length > 0) return;
        accepted += 1;
        const { path, query } = wireRequest(request);
        const encoded = Object.entries(query).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
        const url = new URL(`https://api.keepa.com${path}?${encoded.join('&')}`);
        expect(Object.fromEntries(url.searchParams)).toEqual(query);
        for (const [name, value] of Object.entries(query))
          expect(value).toMatch(name === 'selection' ? /^\{.*"page":\d+.*\}$/s : /^(-?\d+|[A-Z0-9]{10}(,[A-Z0-9]{10})*)$/);
        if (query.selection !== undefined)
          expect(JSON.parse(query.selection)).toMatchObject({ domainId: expect.any(Number), page: expect.any(Number) });
      }),
      { numRuns: 3000 },
    );
    // About 50 of 3000 draws have no problem (44 to 54 in six runs): enough to mean something, far enough below to never fail by chance.
    expect(accepted).toBeGreaterThan(20);
  });

  it('is what Keepa documents, byte for byte', () => {
    expect(
      wireRequest({
        ...PEEK,
        asins: [ASIN, '184297291X'],
        statsDays: 90,
        offers: 20,
        onlyLiveOffers: true,
        rating: false,
        stock: true,
        updateHours: -1,
      }),
    ).toEqual({
      path: '/product',
      query: {
        domain: '1',
        asin: 'B0CS6RL7D6,184297291X',
        stats: '90',
        history: '0',
        offers: '20',
        'only-live-offers': '1',
        rating: '0',
        stock: '1',
        update: '-1',
      },
    });
    const selection = { domainId: 1, priceTypes: [2], page: 9, salesRankRange: null, includeCategories: ['9223372036854775807', 283155] };
    expect(wireRequest({ endpoint: 'deal', selection, page: 3 }).query).toEqual({
      selection: '{"domainId":1,"priceTypes":[2],"page":3,"includeCategories":[9223372036854775807,283155]}',
    });
  });
});
