import { coveringBaselineRows } from './baseline-rows';
import { runBaselineRow } from './run-baseline';

// 72 hours of work: some seconds on a quiet machine, a minute on a busy one.
jest.setTimeout(300_000);

describe('The table of runs that the project this one grew from failed', () => {
  it.each(coveringBaselineRows(1))(
    '$refillPerMinute tokens a minute, $storedDeals stored deals, a feed of $feedRows rows, $hours hours',
    async (row) => {
      const outcome = await runBaselineRow(row);
      expect(outcome.broken).toEqual([]);
      expect(outcome.rebuys).toBe(0);
      expect(outcome.peeks).toBeGreaterThan(0);
      if (row.storedDeals > 0 && row.refillPerMinute >= 10 && row.hours >= 72) expect(outcome.refreshedDeals).toBe(row.storedDeals);
    },
  );
});
