import type { Clock, CostModel, DealStore, IngestionListener, KeepaTransport, TierSelector, TokenLedger } from '@smart-ingestor/contracts';
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
  readonly jobs: readonly Job[];
  /** Must not throw: an exception in a listener ends the run (never in the middle of a commit). */
  readonly listeners: readonly IngestionListener[];
  /** What a blocked request does: wait for tokens, or end the run with `TokenRechargeError`. */
  readonly onBlocked: 'wait' | 'throw';
  /** Failures in a row after which Keepa counts as unreachable. */
  readonly retryLimit: number;
  readonly newCallId: () => string;
  /** 0 ≤ x < 1, for back-off jitter. */
  readonly random: () => number;
}

/** The first bound that is reached ends the run; without one it runs until the signal. */
export interface RunBounds {
  /** Deals stored by paid commits of this run. */
  readonly untilDeals?: number;
  /** Account time. */
  readonly forMs?: number;
  /** One pass over each feed and its items to the end. */
  readonly once?: boolean;
}
