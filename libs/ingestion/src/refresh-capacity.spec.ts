import { DEFAULT_PACE } from './parts';
import { jobOf } from './testing/rig';
import { eligibleAgeMs, explainRefresh, type RefreshLoad, refreshCycleMs, refreshLoad, refreshShare, sustainedRows } from './refresh-capacity';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const load = (fields: Partial<RefreshLoad> = {}): RefreshLoad => ({
  rows: 1_000,
  tokensPerRow: 1,
  refillPerMinute: 5,
  share: 0.3,
  withinMs: 72 * HOUR,
  ...fields,
});

describe('What a plan can keep fresh', () => {
  it('is net of scans and weights: of five tokens a minute 1.5 refresh', () => {
    const job = jobOf({ refresh: { withinMs: 72 * HOUR } });
    expect(refreshShare({ pace: DEFAULT_PACE, jobs: [job] })).toBe(0.3);
    const weights = { discover: 0.2, refresh: 0.6, seller: 0.2, adhoc: 9 };
    expect(refreshShare({ pace: { ...DEFAULT_PACE, scanShare: 0.2, weights }, jobs: [job] })).toBe(0.48);
    expect(refreshShare({ pace: DEFAULT_PACE, jobs: [job, jobOf({ refresh: null }), job] })).toBe(0.15);
  });

  it('is about 6,500 rows at 72 h and a token a row, and 1,000 with offers', () => {
    expect(sustainedRows(load())).toBe(6_480);
    expect(sustainedRows(load({ tokensPerRow: 6.5 }))).toBe(996);
    expect(refreshCycleMs(load({ tokensPerRow: 6.5, rows: 10_000 })) / DAY).toBeCloseTo(30.1, 1);
  });

  it.each([
    [
      load({ tokensPerRow: 6.5, rows: 10_000 }),
      'at 6.5 tokens a row and a refresh share of 0.3, 5/min sustains about 1,000 rows at 72h; these 10,000 rows refresh every 30 days',
    ],
    [load({ rows: 2_378 }), 'at 1 token a row and a refresh share of 0.3, 5/min sustains about 6,500 rows at 72h; these 2,400 rows fit'],
    [
      refreshLoad({ rows: 7_000, tokensPerRow: 1, refillPerMinute: 5, withinMs: 72 * HOUR }, { pace: DEFAULT_PACE, jobs: [] }),
      'at 1 token a row and a refresh share of 0.3, 5/min sustains about 6,500 rows at 72h; these 7,000 rows refresh every 78h',
    ],
  ])('is told to people in a sentence (%#)', (of, sentence) => {
    expect(explainRefresh(of)).toBe(sentence);
  });
});

describe('From what age on a row is refreshed', () => {
  it('is half of the time where the plan is rich', () => {
    expect(eligibleAgeMs(load({ rows: 10 }), false)).toBe(36 * HOUR);
  });

  it('leaves a cycle and a half before anything is overdue', () => {
    const of = load({ rows: 3_500 });
    expect(eligibleAgeMs(of, false)).toBe(72 * HOUR - Math.round(1.5 * refreshCycleMs(of)));
  });

  it('is any where the plan cannot carry the table', () => {
    expect(eligibleAgeMs(load({ rows: 7_000 }), false)).toBe(0);
  });

  it('is less while tokens would expire, but never below an eighth of the time', () => {
    expect(eligibleAgeMs(load({ rows: 10 }), true)).toBe(9 * HOUR);
    expect(eligibleAgeMs(load({ rows: 7_000 }), true)).toBe(0);
  });
});
