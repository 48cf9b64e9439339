import type { Reading } from './tokens/reading';
import type { ForeignSpend } from './tokens/token-ledger';
import type { Stage, WorkClass } from './tokens/work-class';
import type { CoverageGap } from './work/feed-cursor';
import type { FailureCode } from './keepa/results';

/**
 * What a run tells its listeners: progress, logs, metrics and dashboards all read these. The `type` names are stable. `atMs` is server time.
 */
export type IngestionEvent = { readonly atMs: number; readonly accountId: string } & (
  | { readonly type: 'run.started'; readonly jobs: readonly string[]; readonly balanceTokens: number; readonly refillPerMinute: number }
  | {
      readonly type: 'tier.selected';
      readonly tier: string;
      readonly refillPerMinute: number;
      readonly tokenPolicy: string;
      readonly batchPolicy: string;
    }
  /** `planned` is the batch policy's ceiling, at most what is queued; `size` what the floor, and items that must go alone, left of it. */
  | {
      readonly type: 'unit.planned';
      readonly workClass: WorkClass;
      readonly stage: Stage;
      readonly jobId: string;
      readonly planned: number;
      readonly size: number;
      readonly reason: string;
      readonly batchPolicy: string;
      readonly tokenPolicy: string;
      readonly expectedTokens: number;
      readonly worstTokens: number;
      readonly balanceTokens: number;
    }
  | {
      readonly type: 'wait.started';
      readonly workClass: WorkClass | null;
      readonly untilMs: number;
      readonly waitMs: number;
      readonly reason: string;
    }
  | {
      readonly type: 'request.settled';
      readonly callId: string;
      readonly workClass: WorkClass;
      readonly stage: Stage;
      readonly endpoint: string;
      readonly items: number;
      readonly reading: Reading;
    }
  | {
      readonly type: 'request.failed';
      readonly callId: string;
      readonly workClass: WorkClass;
      readonly stage: Stage;
      readonly endpoint: string;
      readonly code: FailureCode | 'RATE_LIMITED';
      readonly message: string;
      readonly outcome: 'settled' | 'cancelled' | 'forfeited';
      /** What it cost: consumed where settled, the worst case where forfeited (nobody knows), 0 where cancelled. */
      readonly tokens: number;
    }
  /** The price list was wrong for this shape: the request was let through at `worstTokens`; from now on the worst case is what was seen. */
  | { readonly type: 'cost.bound-exceeded'; readonly shape: string; readonly worstTokens: number; readonly consumedTokens: number }
  | {
      readonly type: 'page.scanned';
      readonly jobId: string;
      /** `head`: the newest end only, between two passes. */
      readonly part: 'pass' | 'head';
      readonly page: number;
      readonly rows: number;
      /** Rows that could not be read; their bytes are kept with the raw response. */
      readonly unreadableRows: number;
      readonly itemsAdded: number;
      /** Of the added items, those that the row alone rejects. */
      readonly rejected: Readonly<Record<string, number>>;
      /** Known deals renewed from their rows, at 0 tokens. */
      readonly dealsRenewed: number;
      /** The pass, or the read of the head, ended with this page. */
      readonly passComplete: boolean;
    }
  | { readonly type: 'coverage.gap'; readonly gap: CoverageGap }
  | {
      readonly type: 'deals.refreshed';
      readonly jobId: string;
      readonly refreshed: number;
      readonly withoutData: number;
      readonly rejected: number;
      readonly fencedOut: number;
    }
  | { readonly type: 'sellers.fetched'; readonly jobId: string; readonly fetched: number; readonly unknown: number }
  /** The plan cannot carry the table: how often a row is refreshed instead, in words and figures. */
  | { readonly type: 'refresh.behind'; readonly jobId: string; readonly rows: number; readonly cycleMs: number; readonly statement: string }
  | { readonly type: 'deals.pruned'; readonly jobId: string; readonly expired: number; readonly deleted: number }
  /** Somebody else spends on this key. */
  | { readonly type: 'foreign-spend.noticed'; readonly spend: ForeignSpend }
  | {
      readonly type: 'items.finished';
      readonly jobId: string;
      readonly stored: number;
      readonly rejected: Readonly<Record<string, number>>;
      readonly accepted: number;
      readonly dead: number;
      readonly fencedOut: number;
    }
  | {
      readonly type: 'deal.stored';
      readonly jobId: string;
      readonly domainId: number;
      readonly asin: string;
      readonly title: string;
    }
  | { readonly type: 'run.finished'; readonly summary: RunSummary }
);

export interface IngestionListener {
  on(event: IngestionEvent): void;
}

/** Why a run ended. */
export type StopReason = 'until-deals' | 'for' | 'once' | 'signal';

export interface RunSummary {
  readonly stopped: StopReason;
  readonly elapsedMs: number;
  readonly requests: number;
  readonly tokensByClass: Readonly<Partial<Record<WorkClass, number>>>;
  readonly tokensByStage: Readonly<Partial<Record<Stage, number>>>;
  readonly tokensSpent: number;
  readonly dealsNew: number;
  readonly dealsChanged: number;
  readonly rejectedByReason: Readonly<Record<string, number>>;
  readonly itemsDead: number;
  readonly dealsRefreshed: number;
  /** Tokens a minute that others took from the same key, as last noticed. */
  readonly foreignTokensPerMinute: number;
  /** Lowest balance that an answer to a request of this run reported. */
  readonly lowestBalanceTokens: number | null;
  /** Units sent smaller than planned; the two sums below are over all units. */
  readonly clampedUnits: number;
  readonly plannedItems: number;
  readonly sentItems: number;
  readonly waits: number;
  readonly waitedMs: number;
  /** Opening balance (if positive) plus refill of the elapsed time: what could have been spent without debt. */
  readonly refillLimitTokens: number;
}
