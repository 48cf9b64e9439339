import fc from 'fast-check';
import { finderProblems } from './finder-problems';

describe('the problems of a product query', () => {
  it.each<[string, unknown]>([
    ['one filter', { rootCategory: 283155 }],
    [
      'bounds, texts and a sort of three',
      {
        current_SALES_lte: 5_000,
        avg90_USED_gte: 1_000,
        title: 'harbour',
        brand: ['one', '✜two'],
        sort: [
          ['current_SALES', 'asc'],
          ['current_NEW', 'desc'],
          ['title', 'asc'],
        ],
      },
    ],
    ['a member that Keepa will add next year, and nulls', { memberOf2027: true, isFilterOf2028: null, current_NEW_gte: null }],
    ['bounds below zero', { delta90_NEW_gte: -500, delta90_NEW_lte: -100 }],
  ])('are none in %s', (_, selection) => {
    expect(finderProblems(selection)).toEqual([]);
  });

  it.each<[string, RegExp, unknown]>([
    ['text instead of a query', /^selection: allowed is an object/, '{"rootCategory":283155}'],
    ['a query without a filter', /^selection: allowed is a query with at least one filter; .*Add one/, { sort: [], perPage: 50, page: null }],
    ['a sort without direction', /^sort: allowed is up to 3 pairs/, { rootCategory: 1, sort: ['current_SALES'] }],
    ['four sorts', /^sort: /, { rootCategory: 1, sort: Array.from({ length: 4 }, () => ['title', 'asc']) }],
    ['a bound as text', /^current_SALES_lte: allowed is an integer .*got "5000" \(text\)/, { current_SALES_lte: '5000' }],
    ['a price in dollars', /^current_NEW_gte: allowed is an integer .*smallest unit.*got 19\.99/, { current_NEW_gte: 19.99 }],
    ['51 brands', /^brand: allowed is up to 50 entries; got "51 of them"/, { brand: Array.from({ length: 51 }, (__, n) => `b${n}`) }],
    ['an object as a filter', /^title: allowed is a number, a text/, { title: { contains: 'x' } }],
    [
      'a minimum above its maximum',
      /^current_NEW_gte: allowed is at most current_NEW_lte, which is 100; got 900/,
      { current_NEW_gte: 900, current_NEW_lte: 100 },
    ],
  ])('name %s', (_, message, selection) => {
    expect(finderProblems(selection)).toEqual([expect.stringMatching(message)]);
  });

  it('are listed all at once', () => {
    const problems = finderProblems({ sort: 'title', current_NEW_gte: '1', brand: [[]] });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(['sort', 'current_NEW_gte', 'brand']);
  });

  it('never throw, whatever is given', () => {
    fc.assert(
      fc.property(fc.anything(), (anything) => finderProblems(anything).every((problem) => problem.length > 0)),
      { numRuns: 500 },
    );
  });
});
