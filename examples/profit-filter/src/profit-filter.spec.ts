import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeDealFilter, feedRowOf, productOf, VirtualClock } from '@smart-ingestor/conformance';
import { KeepaSimulator, simulatorExchange } from '@smart-ingestor/keepa-simulator';
import { main } from './main';
import { profitFilterOptions } from './options';
import { ProfitFilter } from './profit-filter';

describeDealFilter('profit-filter', () => new ProfitFilter(profitFilterOptions.parse({})));

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'smart-ingestor-example-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('the profit filter', () => {
  const filter = new ProfitFilter(profitFilterOptions.parse({ minProfitMinor: 300 }));
  // Sold at 2,000: 15 % referral fee (300), 350 to pick and pack, 180 to close: 1,170 are left.
  const fees = { referralPercent: 15, pickAndPackMinor: 350, variableClosingMinor: 180 };

  it('keeps a book that leaves exactly the profit asked for after all fees, and rejects one that leaves a cent less', () => {
    expect(filter.judgePeek(feedRowOf({ avg90Minor: 2_000, currentMinor: 870 }), productOf({ fees }))).toEqual({ keep: true });
    expect(filter.judgePeek(feedRowOf({ avg90Minor: 2_000, currentMinor: 871 }), productOf({ fees }))).toEqual({
      keep: false,
      reason: 'profit-below-min',
    });
  });

  it('rejects on the row, at 0 tokens, what does not even earn enough before fees', () => {
    expect(filter.judgeRow(feedRowOf({ avg90Minor: 1_000, currentMinor: 701 }))).toEqual({ keep: false, reason: 'profit-below-min-before-fees' });
    expect(filter.judgeRow(feedRowOf({ avg90Minor: 1_000, currentMinor: 700 }))).toEqual({ keep: true });
  });

  it('takes an unknown fee for an unknown profit, never for a profit', () => {
    const unknown = productOf({ fees: { ...fees, pickAndPackMinor: null } });
    expect(filter.judgePeek(feedRowOf({ avg90Minor: 9_000, currentMinor: 1 }), unknown)).toEqual({ keep: false, reason: 'profit-unknown' });
    const patient = new ProfitFilter(profitFilterOptions.parse({ unknown: 'keep' }));
    expect(patient.judgePeek(feedRowOf({ avg90Minor: 9_000, currentMinor: 1 }), unknown)).toEqual({ keep: true });
  });

  it('stores only profitable deals from the simulated account', async () => {
    const clock = new VirtualClock();
    const simulator = new KeepaSimulator({ clock, refillPerMinute: 60, catalogueSize: 2_000 });
    const env = { KEEPA_API_KEY: 'any', SMART_INGESTOR_DB: join(folder, 'deals.db') };
    const summary = await clock.runUntil(main({ clock, env, exchange: simulatorExchange(simulator, 'any') }), 48 * 3_600_000);
    expect(summary.dealsNew).toBeGreaterThanOrEqual(10);
    expect(Object.keys(summary.rejectedByReason)).toContain('profit-below-min-before-fees');
  });
});
