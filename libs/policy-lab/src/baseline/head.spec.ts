import { baselineRows } from './baseline-rows';
import { runBaselineRow } from './run-baseline';

describe('The head of a feed of 10,000 rows', () => {
  it('is at most 15 minutes old at 25 tokens a minute, though a pass takes more than an hour', async () => {
    const row = baselineRows(1).find(({ feedRows }) => feedRows === 10_000)!;
    const outcome = await runBaselineRow({ ...row, hours: 4 });
    expect(outcome.broken).toEqual([]);
    expect(outcome.oldestHeadMs).toBeLessThanOrEqual(15 * 60_000);
    expect(outcome.longestCadenceMs).toBeGreaterThan(60 * 60_000);
  });
});
