import fc from 'fast-check';
import { selectionProblems } from './selection-problems';

const VALID = { domainId: 1, priceTypes: [2] };

describe('a deal selection', () => {
  it('is accepted as keepa.com shows it, with unknown members kept', () => {
    const selection = {
      ...VALID,
      page: 0,
      dateRange: 3,
      deltaRange: [1950, 9900],
      deltaPercentRange: [50, 2147483647],
      salesRankRange: [50_000, -1],
      currentRange: [2000, 30_100],
      includeCategories: [283155, 9_223_372_036_854_775_807n, '9223372036854775807'],
      excludeCategories: [],
      minRating: -1,
      sortType: -4,
      titleSearch: '',
      isRangeEnabled: true,
      warehouseConditions: [2, 3],
      author: ['Somebody'],
      newIn2027: { nested: [1, 'a', null] },
    };
    expect(selectionProblems(selection)).toEqual([]);
  });

  it('names option, allowed range, value and cure of a dateRange written as text', () => {
    const [problem, ...more] = selectionProblems({ ...VALID, dateRange: '4' });
    expect(more).toEqual([]);
    expect(problem).toMatch(/^dateRange: allowed is an integer 0 to 3 .*; got "4" \(text\)\. .*without quotes.*0 to 3/);
  });

  it('lists every problem at once', () => {
    const problems = selectionProblems({ domainId: '1', priceTypes: [1, 2], dateRange: 7, sortType: 0, minRating: 51, page: 67, isLowest: 'yes' });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'domainId',
      'priceTypes',
      'dateRange',
      'sortType',
      'minRating',
      'page',
      'isLowest',
    ]);
  });

  it.each([
    ['domainId', 7],
    ['domainId', 12],
    ['priceTypes', [4]],
    ['priceTypes', []],
    ['priceTypes', ['2']],
    ['dateRange', 1.5],
    ['page', -1],
    ['sortType', -1],
    ['sortType', 5],
    ['currentRange', [200, 100]],
    ['currentRange', [5, -1]],
    ['currentRange', ['1', 2]],
    ['deltaRange', [1]],
    ['deltaPercentRange', [9, 50]],
    ['includeCategories', [2 ** 60]],
    ['includeCategories', ['283155']],
    ['warehouseConditions', [6]],
    ['titleSearch', 'w '.repeat(51)],
    ['brandNew', () => 1],
  ])('refuses %s: %p', (name, value) => {
    const problems = selectionProblems({ ...VALID, [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name}: allowed is .*; got .+\\. .+`));
  });

  it('takes 500 categories and not one more', () => {
    const ids = Array.from({ length: 501 }, (_, i) => i);
    expect(selectionProblems({ ...VALID, includeCategories: ids.slice(1) })).toEqual([]);
    expect(selectionProblems({ ...VALID, includeCategories: ids })).toEqual([expect.stringContaining('Remove 1.')]);
  });

  it('wants a drop of 80 percent of sales ranks, and of 10 of prices', () => {
    expect(selectionProblems({ domainId: 1, priceTypes: [3], deltaPercentRange: [79, 2147483647] })).toHaveLength(1);
    expect(selectionProblems({ domainId: 1, priceTypes: [3], deltaPercentRange: [80, 2147483647] })).toEqual([]);
    expect(selectionProblems({ ...VALID, deltaPercentRange: [10, 2147483647] })).toEqual([]);
  });

  it('is refused as a whole when it is no object', () => {
    for (const value of ['{}', null, undefined, [], 3]) expect(selectionProblems(value)).toHaveLength(1);
  });

  it('never throws, and never accepts a wrong type of a known integer', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('page', 'dateRange', 'sortType', 'minRating', 'currentRange', '__proto__', 'x'), fc.anything()),
        (members) => {
          expect(Array.isArray(selectionProblems({ ...members, ...VALID }))).toBe(true);
        },
      ),
    );
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.double({ noInteger: true }), fc.boolean()),
        (value) => selectionProblems({ ...VALID, dateRange: value }).length === 1,
      ),
    );
  });
});
