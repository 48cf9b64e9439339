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
    ...{ ...AT, type: 'unit.planned', workClass: 'commit', jobId: 'books-us', planned, size, reason: 'refill >= 20' },
    ...{ batchPolicy: 'refill-tier', tokenPolicy: 'deficit-limit', expectedTokens: 6 * size, worstTokens: 13 * size, balanceTokens: 5 },
  };
}

export function waiting(waitMs: number, reason = 'balance -20 is not positive'): IngestionEvent {
  return { ...AT, type: 'wait.started', workClass: 'commit', untilMs: AT.atMs + waitMs, waitMs, reason };
}

export const SUMMARY: RunSummary = {
  stopped: 'until-deals',
  elapsedMs: 7_260_000,
  requests: 3,
  tokensByClass: { scan: 5, peek: 20, commit: 65 },
  tokensSpent: 90,
  dealsNew: 10,
  dealsChanged: 2,
  rejectedByReason: { 'no-data': 1, 'margin-below-min': 7 },
  itemsDead: 0,
  lowestBalanceTokens: -60,
  clampedUnits: 1,
  plannedItems: 50,
  sentItems: 14,
  waits: 2,
  waitedMs: 61_000,
  refillLimitTokens: 120,
};
