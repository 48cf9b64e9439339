import { parseCell } from './cell';
import { runCell } from './run-cell';

/** Hours instead of days: the cells that say soonest that a rule is gone (`npm run mutants`). */
describe('A short day under the laws', () => {
  it.each(['r=60,b0=-65,price=Cworst,hours=4', 'r=20,b0=117,price=C6-12,hours=8', 'r=1000,b0=1,price=C6,hours=0.5'])('%s', async (text) => {
    const { violations, fairWindows, refusals } = await runCell(parseCell(text, 1));
    expect(violations).toEqual([]);
    expect(refusals).toBe(0);
    if (!text.startsWith('r=1000')) expect(fairWindows).toBeGreaterThan(10);
  });
});
