import type {
  Clock,
  CostModel,
  DealStore,
  IngestionListener,
  KeepaTransport,
  TierSelector,
  TokenLedger,
  WeightedClass,
} from '@smart-ingestor/contracts';
import type { Job } from './job';

/** Everything an ingestion is made of; nothing in here is created by the loop itself. */
export interface IngestionParts {
  /** Fingerprint of the key, never the key. */
  readonly accountId: string;
  /** Unique per process: leases carry it. */
  readonly owner: string;
  readonly clock: Clock;
  readonly transport: KeepaTransport;
  readonly costModel: CostModel;
  readonly ledger: TokenLedger;
  /** Opened by the caller, and closed by it. */
  readonly store: DealStore;
  readonly tiers: TierSelector;
  readonly pace: Pace;
  readonly jobs: readonly Job[];
  /** Must not throw: an exception in a listener ends the run (never in the middle of a commit). */
  readonly listeners: readonly IngestionListener[];
  /** Where this process runs, so that people can find it: recorded with the run. */
  readonly process: { readonly host: string; readonly pid: number };
  /** What a blocked request does: wait for tokens, or end the run with `TokenRechargeError`. */
  readonly onBlocked: 'wait' | 'throw';
  /** Failures in a row after which Keepa counts as unreachable. */
  readonly retryLimit: number;
  readonly newCallId: () => string;
  /** 0 ≤ x < 1, for back-off jitter. */
  readonly random: () => number;
}

/** How the tokens of one account are shared out. */
export interface Pace {
  /** Shares of what due scans leave over, normalised over the classes that have work. Each above 0. */
  readonly weights: Readonly<Record<WeightedClass, number>>;
  /** A unit's worst case is at most this many minutes of refill (or its smallest useful part), so that nothing waits long behind it. */
  readonly unitRefillMinutes: number;
  readonly maxRequestsInFlight: number;
  /** Share of the refill that complete passes may take, and that reads of the head may take beside them. */
  readonly scanShare: number;
  readonly headShare: number;
}

export const DEFAULT_PACE: Pace = {
  weights: { discover: 0.4, refresh: 0.3, seller: 0.1, adhoc: 0.4 },
  unitRefillMinutes: 5,
  maxRequestsInFlight: 32,
  scanShare: 0.2,
  // One page every 6.7 minutes at 5/min. The longest wait for tokens and turns was 7.8 minutes in 72 simulated hours, so its age stays below 15.
  headShare: 0.15,
};

/** The first bound that is reached ends the run; without one it runs until the signal. */
export interface RunBounds {
  /** Deals stored by paid commits of this run. */
  readonly untilDeals?: number;
  /** Account time. */
  readonly forMs?: number;
  /** One pass over each feed and its items to the end. */
  readonly once?: boolean;
  /** Every stored deal is due for a refresh from the start. */
  readonly fullRefresh?: boolean;
}
