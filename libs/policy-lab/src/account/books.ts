import type { ItemCounts, Stage, WorkClass } from '@smart-ingestor/contracts';

/** One charge of the server, for a request of ours. Times are the server's own, without any skew of its clock. */
export interface Charge {
  readonly callId: string;
  readonly atMs: number;
  readonly sentMs: number;
  readonly workClass: WorkClass;
  readonly stage: Stage;
  readonly items: number;
  readonly tokens: number;
  readonly afterTokens: number;
  /** Spent by others after the newest reading that we had when we sent it. */
  readonly foreignTokens: number;
}

/** A 429. */
export interface Refusal {
  readonly atMs: number;
  readonly workClass: WorkClass;
  readonly balanceTokens: number;
}

/** A unit that became durable: its answer and what came of it are one committed transaction. */
export interface DurableUnit {
  readonly atMs: number;
  readonly workClass: WorkClass;
  readonly tokens: number;
}

/** A wait for tokens, beside what the server knew at that moment. */
export interface TokenWait {
  readonly atMs: number;
  readonly untilMs: number;
  readonly workClass: WorkClass;
  readonly reason: string;
  readonly balanceTokens: number;
  /** Σ worst case of the requests under way. */
  readonly inFlightWorstTokens: number;
}

/** A call of `/token`. */
export interface TokenRead {
  readonly atMs: number;
  /** Since the last answer of any kind; infinity before the first. */
  readonly silenceMs: number;
  /** Requests that were charged, or may have been, and never answered, since the last `/token`. */
  readonly unanswered: number;
}

/** One (ASIN, stage). */
export interface PurchaseTally {
  readonly key: string;
  /** How often it was paid for. */
  bought: number;
  /** How many lastUpdates of it were delivered. */
  versions: number;
  /** How often a charged answer never arrived. */
  lost: number;
}

/** What our own ledger says at the end of a run, beside the server. */
export interface LedgerAtEnd {
  readonly openGrants: number;
  readonly consumedTokens: number;
  readonly balanceTokens: number;
  readonly serverBalanceTokens: number;
  readonly serverConsumedTokens: number;
  readonly unansweredTokens: number;
}

/** The classes that the feeder keeps saturated, so that their shares can be measured. */
export const SATURATED = ['discover', 'refresh', 'seller'] as const;
export type SaturatedClass = (typeof SATURATED)[number];

/** Everything that the laws look at, of one account and one run. Plain data: a spec can write a book that breaks a law. */
export interface Books {
  readonly startedMs: number;
  readonly endedMs: number;
  readonly tickMs: number;
  readonly refillPerMinute: number;
  /** What a tick really adds: the rate less `tokenFlowReduction`. May be a fraction. */
  readonly gainPerTick: number;
  readonly capacityTokens: number;
  readonly openingTokens: number;
  /** Worst case of the largest unit that fairness and use allow for: max(smallest useful unit, 5 minutes of refill). */
  readonly worstUnitTokens: number;
  /** Shares of what scans leave over. */
  readonly weights: Readonly<Record<SaturatedClass, number>>;
  readonly charges: readonly Charge[];
  readonly refusals: readonly Refusal[];
  /** When requests left whose outcome was never told. */
  readonly unansweredSentMs: readonly number[];
  /** Spent by others. */
  readonly foreignTokens: number;
  readonly units: readonly DurableUnit[];
  readonly waits: readonly TokenWait[];
  readonly tokenReads: readonly TokenRead[];
  /** Times of every line that the log would hold about waiting. */
  readonly waitLinesMs: readonly number[];
  /** Tokens that ticks could not add. */
  readonly expiredTokens: { readonly beforeFirstCharge: number; readonly atEnd: number };
  readonly items: { readonly delivered: number; readonly counts: ItemCounts };
  readonly purchases: readonly PurchaseTally[];
  readonly ledger: LedgerAtEnd;
}
