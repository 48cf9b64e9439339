import type { DealValue, FeedRow, ProductSnapshot } from '@smart-ingestor/contracts';
import { emptyFeedRow, feedRowOf, productOf, statisticsOf } from './deal-data';

const NO_FEES = { referralPercent: null, pickAndPackMinor: null, variableClosingMinor: null };

/** What the queue relies on, for any `DealValue`. Call it in a spec: `describeDealValue('by rank', () => new ByRank(options))`. */
export function describeDealValue(name: string, makeValue: () => DealValue): void {
  describe(`${name} as a DealValue`, () => {
    it('has a name', () => {
      expect(makeValue().name).toMatch(/\S/);
    });

    it('is a finite number, before the peek and after it, also of a deal of which next to nothing is known', () => {
      const wrong = suiteDeals().filter(({ row, product }) => !Number.isFinite(makeValue().valueOf(row, product)));
      expect(wrong).toEqual([]);
    });

    it('is pure: two instances asked in opposite orders answer alike, and nothing they are given changes', () => {
      const value = makeValue();
      const forward = suiteDeals().map(({ row, product }) => value.valueOf(row, product));
      const other = makeValue();
      const backward = suiteDeals()
        .reverse()
        .map(({ row, product }) => other.valueOf(row, product));
      expect(backward.reverse()).toEqual(forward);
      expect(suiteDeals().map(({ row, product }) => value.valueOf(row, product))).toEqual(forward);
    });
  });
}

interface SuiteDeal {
  readonly row: FeedRow;
  readonly product: ProductSnapshot | null;
}

/** Deals before and after the peek, with facts missing on either side, prices of 0 included. */
function suiteDeals(): SuiteDeal[] {
  const rows = [
    feedRowOf(),
    emptyFeedRow(),
    feedRowOf({ currentMinor: 0, avg90Minor: 0, drop90Percent: 0 }),
    feedRowOf({ drop90Percent: null, salesRank: null }),
    feedRowOf({ currentMinor: 1_000_000, avg90Minor: 900_000, drop90Percent: -11 }),
  ];
  const products = [
    null,
    productOf(),
    productOf({ fees: NO_FEES, monthlySold: null }),
    productOf({ statistics: statisticsOf() }),
    productOf({ statistics: statisticsOf({ 2: 0, 3: 8_000_000 }, { 2: 0 }) }),
  ];
  return rows.flatMap((row) => products.map((product) => ({ row: Object.freeze(row), product: product === null ? null : Object.freeze(product) })));
}
