import { readingOf } from '@smart-ingestor/conformance';
import { type IngestionEvent, type RunSummary, type Stage, TICK_MS, type WorkClass } from '@smart-ingestor/contracts';
import { SummaryWriter } from './summary-writer';
import type { UnitEvent } from './units/unit';

const START_MS = 1_767_225_600_000;

type Told = UnitEvent & { readonly afterMs?: number };

/** The summary of these events, `afterMs` after the start each. */
function summaryOf(events: readonly Told[], endMs = 0): RunSummary {
  const writer = new SummaryWriter();
  for (const { afterMs = 0, ...event } of events) writer.on({ ...event, atMs: START_MS + afterMs, accountId: 'acc' } as IngestionEvent);
  return writer.finish('for', START_MS + endMs);
}

const classOf = (stage: Stage): WorkClass => (stage === 'page' ? 'scan' : stage === 'refresh' ? 'refresh' : 'discover');
const started = (balanceTokens = 10, refillPerMinute = 5): Told => ({ type: 'run.started', jobs: ['books'], balanceTokens, refillPerMinute });
const settled = (stage: Stage, tokensConsumed: number, tokensLeft = 0, afterMs = 0, refillPerMinute = 5): Told => ({
  ...{ type: 'request.settled', callId: 'c', workClass: classOf(stage), stage, endpoint: 'product', items: 1, afterMs },
  reading: readingOf({ serverEndMs: START_MS + afterMs, tokensConsumed, tokensLeft, refillPerMinute }),
});
const failed = (stage: Stage, outcome: 'settled' | 'cancelled' | 'forfeited', tokens: number): Told => ({
  ...{
    type: 'request.failed',
    callId: 'c',
    workClass: classOf(stage),
    stage,
    endpoint: 'product',
    code: 'SERVER_ERROR',
    message: '',
    outcome,
    tokens,
  },
});
const planned = (size: number, of: number, afterMs = 0): Told => ({
  ...{
    type: 'unit.planned',
    afterMs,
    workClass: 'discover',
    stage: 'peek',
    jobId: 'books',
    planned: of,
    size,
    reason: '',
    batchPolicy: '',
    tokenPolicy: '',
  },
  ...{ expectedTokens: 1, worstTokens: 1, balanceTokens: 1 },
});
const waiting = (afterMs: number, waitMs: number): Told => ({
  ...{ type: 'wait.started', workClass: null, untilMs: START_MS + afterMs + waitMs, waitMs, reason: '', afterMs },
});
const page = (dealsRenewed: number, rejected: Record<string, number>): Told => ({
  ...{
    type: 'page.scanned',
    jobId: 'books',
    part: 'pass',
    page: 0,
    rows: 9,
    unreadableRows: 0,
    itemsAdded: 9,
    rejected,
    dealsRenewed,
    passComplete: true,
  },
});
const items = (dead: number, rejected: Record<string, number>): Told => ({
  ...{ type: 'items.finished', jobId: 'books', stored: 0, accepted: 0, fencedOut: 0, dead, rejected },
});
const stored: Told = { type: 'deal.stored', jobId: 'books', domainId: 1, asin: 'A', title: 'a' };

describe('The summary', () => {
  it('adds tokens up by class and by stage of work, and their sum is the sum of either', () => {
    const summary = summaryOf([started(), settled('page', 5), settled('peek', 20), settled('commit', 60), settled('refresh', 7), settled('page', 5)]);
    expect(summary).toMatchObject({
      requests: 5,
      tokensSpent: 97,
      tokensByClass: { scan: 10, discover: 80, refresh: 7 },
      tokensByStage: { page: 10, peek: 20, commit: 60, refresh: 7 },
    });
  });

  it('counts what a failed request cost where the server said so, and not what nobody knows', () => {
    const summary = summaryOf([started(), failed('commit', 'settled', 13), failed('commit', 'cancelled', 0), failed('peek', 'forfeited', 20)]);
    expect(summary).toMatchObject({ tokensSpent: 13, tokensByClass: { discover: 13 }, tokensByStage: { commit: 13 } });
    expect(summary.tokensByStage).not.toHaveProperty('peek');
  });

  it('adds refreshed deals up, and knows what others took as last noticed', () => {
    const refreshed: Told = { type: 'deals.refreshed', jobId: 'books', refreshed: 12, withoutData: 1, rejected: 0, fencedOut: 0 };
    const noticed = (tokensPerMinute: number): Told => ({
      ...{ type: 'foreign-spend.noticed', spend: { tokens: 9, sinceMs: START_MS, tokensPerMinute } },
    });
    expect(summaryOf([started(), refreshed, refreshed, noticed(3), noticed(7)])).toMatchObject({ dealsRefreshed: 24, foreignTokensPerMinute: 7 });
    expect(summaryOf([started()])).toMatchObject({ dealsRefreshed: 0, foreignTokensPerMinute: 0 });
  });

  it('counts deals that were bought, deals that were renewed, and dead items', () => {
    expect(summaryOf([started(), stored, stored, page(3, {}), page(4, {}), items(1, {}), items(2, {})])).toMatchObject({
      ...{ dealsNew: 2, dealsChanged: 7, itemsDead: 3 },
    });
  });

  it('adds rejections of rows and of peeks up by reason', () => {
    const summary = summaryOf([started(), page(0, { dear: 4, rank: 1 }), items(0, { rank: 2, 'no-data': 1 })]);
    expect(summary.rejectedByReason).toEqual({ dear: 4, rank: 3, 'no-data': 1 });
  });

  it('knows the lowest balance that was reported, and none where nothing was', () => {
    expect(summaryOf([started(), settled('peek', 1, 40), settled('peek', 1, -77), settled('peek', 1, 3)]).lowestBalanceTokens).toBe(-77);
    expect(summaryOf([started()]).lowestBalanceTokens).toBeNull();
  });

  it('counts a unit as clamped where it was sent smaller than planned', () => {
    expect(summaryOf([started(), planned(14, 50), planned(20, 20), planned(1, 1)])).toMatchObject({
      ...{ clampedUnits: 1, plannedItems: 71, sentItems: 35 },
    });
  });
});

describe('Waits', () => {
  it('count for as long as they really lasted: the next unit ends them', () => {
    expect(summaryOf([started(), waiting(1_000, 60_000), planned(1, 1, 11_000)])).toMatchObject({ waits: 1, waitedMs: 10_000 });
  });

  it('are not ended by housekeeping', () => {
    const pruned: Told = { type: 'deals.pruned', jobId: 'books', expired: 1, deleted: 0, afterMs: 3_000 };
    expect(summaryOf([started(), waiting(0, 60_000), pruned], 60_000)).toMatchObject({ waits: 1, waitedMs: 60_000 });
  });

  it('count for no longer than they were announced', () => {
    expect(summaryOf([started(), waiting(0, 5_000), planned(1, 1, 90_000)])).toMatchObject({ waitedMs: 5_000 });
  });

  it('that follow each other add up, and the end of the run ends the last', () => {
    expect(summaryOf([started(), waiting(0, 5_000), waiting(5_000, 60_000)], 12_000)).toMatchObject({
      waits: 2,
      waitedMs: 12_000,
      elapsedMs: 12_000,
    });
  });
});

describe('The refill limit', () => {
  it('is the opening balance and the refill of the elapsed time', () => {
    expect(summaryOf([started(10, 5)], 6 * TICK_MS).refillLimitTokens).toBe(40);
  });

  it('of an account that opens in debt is the refill alone', () => {
    expect(summaryOf([started(-90, 5)], 6 * TICK_MS).refillLimitTokens).toBe(30);
  });

  it('follows a plan that changes in between', () => {
    expect(summaryOf([started(0, 5), settled('peek', 1, 0, 4 * TICK_MS, 25)], 6 * TICK_MS).refillLimitTokens).toBe(4 * 5 + 2 * 25);
  });
});

describe('A run that never began', () => {
  it('has lasted no time and spent nothing', () => {
    expect(summaryOf([])).toMatchObject({ elapsedMs: 0, requests: 0, tokensSpent: 0, refillLimitTokens: 0, stopped: 'for' });
  });
});
