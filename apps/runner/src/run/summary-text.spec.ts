import { planned, SUMMARY } from '../testing/events';
import { ClampExample } from './clamp-example';
import { summaryText } from './summary-text';

function clampOf(...sizes: readonly (readonly [number, number])[]): string | null {
  const clamps = new ClampExample();
  for (const [ceiling, size] of sizes) clamps.on(planned(ceiling, size));
  return clamps.text();
}

describe('the summary of a run', () => {
  it('says why it stopped, what was spent on what, what came of it, and how near the refill limit it was', () => {
    expect(summaryText(SUMMARY, clampOf([20, 20], [50, 14], [20, 19]))).toBe(
      [
        'run             summary',
        'stopped         enough deals (--until-deals) after 2h 1m of account time',
        'deals           10 new, 2 changed',
        'rejected        margin-below-min 7, no-data 1',
        'tokens          90 in 3 requests: discover 85, scan 5',
        'spent on        commit 65, peek 20, page 5',
        'lowest balance  -60',
        'waits           2, 1m 1s in all',
        'clamped         1 unit; planned 50, sent 14 items in all; e.g. commit at balance 5: 14 of 50, because 14 may cost 182 and deficit-limit lends no more',
        'refill limit    75.0% (90 of 120 tokens: opening balance + refill)',
        '',
      ].join('\n'),
    );
  });

  it('says what was refreshed, and who else spent', () => {
    const text = summaryText({ ...SUMMARY, dealsRefreshed: 7, foreignTokensPerMinute: 1.25 }, null);
    expect(text).toMatch(/^deals +10 new, 2 changed, 7 refreshed$/m);
    expect(text).toMatch(/^others +1\.3 tokens\/min were spent on this key by somebody else$/m);
  });

  it('does not blame the floor where everything would have fitted', () => {
    const clamps = new ClampExample();
    clamps.on({ ...planned(20, 14), balanceTokens: 60_000 } as Parameters<ClampExample['on']>[0]);
    expect(clamps.text()).toBe('e.g. commit at balance 60000: 14 of 20, because the others were taken by another request, or have to go alone');
  });

  it('stays honest where nothing happened', () => {
    const empty = {
      ...{ ...SUMMARY, stopped: 'signal' as const, requests: 0, tokensByClass: {}, tokensByStage: {}, tokensSpent: 0, dealsNew: 0, dealsChanged: 0 },
      ...{ rejectedByReason: {}, lowestBalanceTokens: null, clampedUnits: 0, waits: 0, waitedMs: 0, refillLimitTokens: 0, itemsDead: 1 },
    };
    const text = summaryText(empty, clampOf([20, 20]));
    expect(text).toMatch(/^stopped +asked to stop/m);
    expect(text).toMatch(/^rejected +none$/m);
    expect(text).toMatch(/^given up +1 item$/m);
    expect(text).toMatch(/^lowest balance +no answer yet$/m);
    expect(text).toMatch(/^waits +none$/m);
    expect(text).toMatch(/^clamped +none$/m);
    expect(text).toMatch(/^refill limit +0 of 0 tokens/m);
  });
});
