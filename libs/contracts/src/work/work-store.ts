import type { LeaseTerms } from './lease';
import type { ClaimedItem, DeadItem, ItemClass, OpenState, Purchase } from './work-item';

export interface ClaimRequest extends LeaseTerms {
  readonly jobId: string;
  readonly state: OpenState;
  /** Default `discover`. */
  readonly workClass?: ItemClass;
  readonly limit: number;
}

/** Open items that could be claimed now. */
export interface QueueSummary {
  readonly queued: number;
  readonly accepted: number;
  /** Open items that are leased, wait for a retry, or wait for another item of their product that is leased. */
  readonly held: number;
  readonly nextFreeAtMs: number | null;
}

/** All, or only some, of the dead items. */
export interface DeadQuery {
  readonly jobId?: string;
  readonly asin?: string;
  readonly limit?: number;
}

/** The queue. Its writes are part of `DealStore.commit`; only claims, and what a person decides about dead items, are not. */
export interface WorkStore {
  /**
   * Takes up to `limit` open items under a lease: highest value first, then newest lastUpdate. Items whose lease ran out (but for the owner's own) or
   * whose `notBeforeMs` has come count as free. An item is not, as long as another item of its product (domain and ASIN) is with somebody, whatever the
   * job or version: one purchase serves both. O(log n).
   */
  claim(request: ClaimRequest): Promise<readonly ClaimedItem[]>;
  /** Items that `claim` would find now, for this owner where one is named, and when the next one becomes free by itself. Must not read the whole queue. */
  queue(jobId: string, workClass: ItemClass, nowMs: number, owner?: string): Promise<QueueSummary>;
  purchases(stage: Purchase['stage'], items: readonly Pick<Purchase, 'domainId' | 'asin' | 'lastUpdateMs'>[]): Promise<readonly Purchase[]>;
  /** lastUpdate of the newest item of each of these ASINs, whatever became of it; those without one are missing. O(log n) each. */
  newest(jobId: string, domainId: number, asins: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Newest first. */
  dead(query: DeadQuery): Promise<readonly DeadItem[]>;
  /** Back to the queue as `adhoc`, with no attempts behind them; what was bought for them is used. Returns how many. */
  retryDead(query: Omit<DeadQuery, 'limit'>, nowMs: number): Promise<number>;
  /** Rejected for good, reason `dropped`. Returns how many. */
  dropDead(query: Omit<DeadQuery, 'limit'>, nowMs: number): Promise<number>;
}
