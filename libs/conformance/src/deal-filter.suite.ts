import type { DealFilter, FeedRow, ProductSnapshot, Verdict } from '@smart-ingestor/contracts';
import { emptyFeedRow, feedRowOf, productOf, statisticsOf } from './deal-data';

const NO_FEES = { referralPercent: null, pickAndPackMinor: null, variableClosingMinor: null };

/** What the pipeline and the store rely on, for any `DealFilter`. Call it in a spec: `describeDealFilter('cheap', () => new Cheap(options))`. */
export function describeDealFilter(name: string, makeFilter: () => DealFilter): void {
  describe(`${name} as a DealFilter`, () => {
    it('has a name and a hash, and the hash is the same in every process that is configured alike', () => {
      expect(makeFilter().name).toMatch(/\S/);
      expect(makeFilter().hash).toMatch(/^\S{1,64}$/);
      expect(makeFilter().hash).toBe(makeFilter().hash);
    });

    it('is pure: two instances asked in opposite orders judge alike, and nothing they are given changes', () => {
      const forward = verdictsOf(makeFilter(), suiteDeals());
      const filter = makeFilter();
      const peeksFirst = suiteDeals()
        .reverse()
        .map(({ row, product }) => [filter.judgePeek(row, product), filter.judgeRow(row)]);
      const backward = peeksFirst.flat().reverse();
      expect(backward).toEqual(forward);
    });

    it('gives a reason code that people can count by', () => {
      const codes = verdictsOf(makeFilter(), suiteDeals()).flatMap((verdict) => (verdict.keep ? [] : [verdict.reason]));
      expect(codes.filter((code) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(code))).toEqual([]);
    });

    it('judges a deal of which next to nothing is known without an error', () => {
      const filter = makeFilter();
      expect(() => filter.judgeRow(emptyFeedRow())).not.toThrow();
      expect(() => filter.judgePeek(emptyFeedRow(), productOf({ fees: NO_FEES }))).not.toThrow();
    });
  });
}

interface SuiteDeal {
  readonly row: FeedRow;
  readonly product: ProductSnapshot;
}

/** Good and bad deals, with facts missing on either side. */
function suiteDeals(): SuiteDeal[] {
  const rows = [
    feedRowOf(),
    emptyFeedRow(),
    feedRowOf({ currentMinor: 3_990, drop90Percent: 0 }),
    feedRowOf({ salesRank: 9_000_000, salesRankDrops30: 0, salesRankDrops90: 0 }),
    feedRowOf({ newOfferCount: 0, usedOfferCount: 0 }),
    feedRowOf({ currentMinor: 1_000_000, avg90Minor: 900_000, drop90Percent: -11 }),
  ];
  const products = [
    productOf(),
    productOf({ fees: NO_FEES }),
    productOf({ statistics: statisticsOf({ 2: 5_000, 3: 8_000_000, 11: 1, 12: 2 }, { 2: 4_000 }) }),
    productOf({ fees: { referralPercent: 15, pickAndPackMinor: 100_000, variableClosingMinor: null } }),
  ];
  return rows.flatMap((row) => products.map((product) => ({ row: Object.freeze(row), product: Object.freeze(product) })));
}

function verdictsOf(filter: DealFilter, deals: readonly SuiteDeal[]): Verdict[] {
  return deals.flatMap(({ row, product }) => [filter.judgeRow(row), filter.judgePeek(row, product)]);
}
