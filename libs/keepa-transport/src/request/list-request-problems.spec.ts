import type { BestSellersRequest, FinderRequest, KeepaRequest } from '@smart-ingestor/contracts';
import { requestProblems } from './request-problems';
import { wireRequest } from './wire-request';

const FINDER: FinderRequest = { endpoint: 'query', domainId: 1, selection: { rootCategory: 283155 }, page: 0, perPage: 50 };
const BEST: BestSellersRequest = { endpoint: 'bestsellers', domainId: 1, category: '283155' };

const FINE: readonly (readonly [string, KeepaRequest, string, Record<string, string>])[] = [
  [
    'the first page of a product query, as large as Keepa allows',
    { ...FINDER, domainId: 12, selection: { rootCategory: 283155, title: null, perPage: 7 }, perPage: 10_000 },
    '/query',
    { domain: '12', selection: '{"rootCategory":283155,"perPage":10000,"page":0}' },
  ],
  ['its last page', { ...FINDER, page: 199 }, '/query', { domain: '1', selection: '{"rootCategory":283155,"page":199,"perPage":50}' }],
  [
    'the best sellers of a month',
    { ...BEST, month: 2, year: 2026, variations: false },
    '/bestsellers',
    { domain: '1', category: '283155', month: '2', year: '2026', variations: '0' },
  ],
  [
    'the best sellers of a product group',
    { ...BEST, category: 'Beauty', rangeDays: 30 },
    '/bestsellers',
    { domain: '1', category: 'Beauty', range: '30' },
  ],
  ['the best sellers within a category', { ...BEST, sublist: true }, '/bestsellers', { domain: '1', category: '283155', sublist: '1' }],
  [
    'categories, one of them beyond 2^53',
    { endpoint: 'category', domainId: 1, categoryIds: ['283155', '9223372036854775807'], parents: true },
    '/category',
    { domain: '1', category: '283155,9223372036854775807', parents: '1' },
  ],
  ['the roots', { endpoint: 'category', domainId: 3, categoryIds: ['0'] }, '/category', { domain: '3', category: '0', parents: '0' }],
  [
    'a search for categories',
    { endpoint: 'search', type: 'category', domainId: 1, term: 'home garden' },
    '/search',
    { domain: '1', type: 'category', term: 'home garden' },
  ],
  [
    'a search for ASINs',
    { endpoint: 'search', type: 'product', domainId: 1, term: 'quiet harbour', page: 9, asinsOnly: true, updateHours: -1 },
    '/search',
    { domain: '1', type: 'product', term: 'quiet harbour', page: '9', 'asins-only': '1', history: '0', update: '-1' },
  ],
  [
    'one lightning deal',
    { endpoint: 'lightningdeal', domainId: 1, asin: 'B0CS6RL7D6', state: 'AVAILABLE' },
    '/lightningdeal',
    { domain: '1', asin: 'B0CS6RL7D6', state: 'AVAILABLE' },
  ],
  ['all lightning deals', { endpoint: 'lightningdeal', domainId: 1 }, '/lightningdeal', { domain: '1' }],
];

describe('a request for a list', () => {
  it.each(FINE)('is sent as Keepa documents it: %s', (_, request, path, query) => {
    expect(requestProblems(request)).toEqual([]);
    expect(wireRequest(request)).toEqual({ path, query });
  });

  it.each<[string, RegExp, KeepaRequest]>([
    ['a page beyond 10,000 results', /^page: allowed is below 10 with perPage 1000; got 10/, { ...FINDER, page: 10, perPage: 1_000 }],
    ['a page of 49', /^perPage: allowed is an integer 50 to 10000 /, { ...FINDER, perPage: 49 }],
    ['no page', /^page: .*got nothing/, { ...FINDER, page: undefined as never }],
    ['a query without a filter', /^selection: .*at least one filter/, { ...FINDER, selection: {} }],
    ['best sellers of Brazil', /^domainId: /, { ...BEST, domainId: 12 }],
    ['best sellers of a number', /^category: .*in decimal as text.*got 283155/, { ...BEST, category: 283_155 as never }],
    ['a range of a week', /^rangeDays: allowed is one of 0, 30, 90, 180; got 7/, { ...BEST, rangeDays: 7 as never }],
    ['a month without its year', /^year: /, { ...BEST, month: 3 }],
    ['a month and a range', /^rangeDays: allowed is absent with month/, { ...BEST, month: 3, year: 2026, rangeDays: 30 }],
    ['ranks within the category over a month', /^sublist: allowed is absent/, { ...BEST, rangeDays: 30, sublist: true }],
    [
      'eleven categories',
      /^categoryIds: allowed is 1 to 10/,
      { endpoint: 'category', domainId: 1, categoryIds: Array.from({ length: 11 }, (__, n) => `${n + 1}`) },
    ],
    ['a category with a name', /^categoryIds: allowed is an id in decimal/, { endpoint: 'category', domainId: 1, categoryIds: ['Books'] }],
    ['a keyword of two letters', /^term: allowed is keywords of at least 3/, { endpoint: 'search', type: 'category', domainId: 1, term: 'art of' }],
    ['no words', /^term: allowed is a text/, { endpoint: 'search', type: 'product', domainId: 1, term: ' ' }],
    ['page 10 of a search', /^page: allowed is an integer 0 to 9/, { endpoint: 'search', type: 'product', domainId: 1, term: 'x', page: 10 }],
    ['another kind of search', /^type: allowed is one of category, product/, { endpoint: 'search', type: 'seller', domainId: 1, term: 'x' } as never],
    ['a lightning deal of two ASINs', /^asin: /, { endpoint: 'lightningdeal', domainId: 1, asin: 'B0CS6RL7D6,B0CS6RL7D7' }],
    ['a state that Keepa does not have', /^state: allowed is one of AVAILABLE/, { endpoint: 'lightningdeal', domainId: 1, state: 'OPEN' as never }],
    ['a misspelt option', /^asins_only: is no option/, { endpoint: 'search', type: 'product', domainId: 1, term: 'x', asins_only: true } as never],
  ])('is not sent with %s', (_, message, request) => {
    expect(requestProblems(request)).toEqual([expect.stringMatching(message)]);
  });

  it('lists its problems all at once', () => {
    const problems = requestProblems({
      endpoint: 'query',
      domainId: 7,
      selection: { current_NEW_gte: '1' },
      page: -1,
      perPage: 5,
      stats: true,
    } as never);
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(['stats', 'domainId', 'current_NEW_gte', 'page', 'perPage']);
  });
});
