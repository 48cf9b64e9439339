import type { IngestionEvent, RunSummary } from '@smart-ingestor/contracts';

const AT = { atMs: Date.UTC(2026, 0, 2), accountId: 'abc' };

export const STARTED: IngestionEvent = { ...AT, type: 'run.started', jobs: ['books-us'], balanceTokens: 5, refillPerMinute: 20 };
export const TIER: IngestionEvent = {
  ...AT,
  type: 'tier.selected',
  tier: 'standard',
  refillPerMinute: 20,
  tokenPolicy: 'deficit-limit',
  batchPolicy: 'refill-tier',
};
export const STORED: IngestionEvent = { ...AT, type: 'deal.stored', jobId: 'books-us', domainId: 1, asin: '0123456789', title: 'A book' };

export function planned(planned: number, size: number): IngestionEvent {
  return {
    ...{ ...AT, type: 'unit.planned', workClass: 'discover', stage: 'commit', jobId: 'books-us', planned, size, reason: 'refill >= 20' },
    ...{ batchPolicy: 'refill-tier', tokenPolicy: 'deficit-limit', expectedTokens: 6 * size, worstTokens: 13 * size, balanceTokens: 5 },
  };
}

export function waiting(waitMs: number, reason = 'balance -20 is not positive'): IngestionEvent {
  return { ...AT, type: 'wait.started', workClass: 'discover', untilMs: AT.atMs + waitMs, waitMs, reason };
}

/** What happens to stored deals, and what a person should know. */
export function upkeep(): readonly IngestionEvent[] {
  const hourMs = 3_600_000;
  const jobId = 'books-us';
  const gap = { fromMs: AT.atMs - 24 * hourMs, toMs: AT.atMs - 12 * hourMs, reason: 'away', recordedMs: AT.atMs } as const;
  return [
    { ...AT, type: 'deals.refreshed', jobId, refreshed: 6, withoutData: 1, rejected: 0, fencedOut: 0 },
    { ...AT, type: 'sellers.fetched', jobId, fetched: 3, unknown: 0 },
    { ...AT, type: 'coverage.gap', gap: { ...gap, jobId, feedHash: 'f' } },
    { ...AT, type: 'foreign-spend.noticed', spend: { tokens: 90, sinceMs: AT.atMs - hourMs, tokensPerMinute: 1.5 } },
    { ...AT, type: 'refresh.behind', jobId, rows: 10_000, cycleMs: 720 * hourMs, statement: '10,000 rows refresh every 30 days' },
    { ...AT, type: 'deals.pruned', jobId, expired: 4, deleted: 1 },
  ];
}

export const SUMMARY: RunSummary = {
  stopped: 'until-deals',
  elapsedMs: 7_260_000,
  requests: 3,
  tokensByClass: { scan: 5, discover: 85 },
  tokensByStage: { page: 5, peek: 20, commit: 65 },
  tokensSpent: 90,
  dealsNew: 10,
  dealsChanged: 2,
  rejectedByReason: { 'no-data': 1, 'margin-below-min': 7 },
  itemsDead: 0,
  dealsRefreshed: 0,
  foreignTokensPerMinute: 0,
  lowestBalanceTokens: -60,
  clampedUnits: 1,
  plannedItems: 50,
  sentItems: 14,
  waits: 2,
  waitedMs: 61_000,
  refillLimitTokens: 120,
};
