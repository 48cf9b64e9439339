import type { FeedRow } from '../deals/feed-row';
import type { ProductSnapshot } from '../deals/product-snapshot';

/**
 * `queued` waits for its peek, `accepted` for its commit. The others are final: stored, rejected(reason), dead(reason), superseded
 * (a newer lastUpdate of the same ASIN was delivered).
 */
export type ItemState = 'queued' | 'accepted' | 'stored' | 'rejected' | 'dead' | 'superseded';

export type ItemCounts = Readonly<Record<ItemState, number>>;

/** What makes one delivered row one piece of work. */
export interface ItemKey {
  readonly jobId: string;
  readonly domainId: number;
  readonly asin: string;
  readonly lastUpdateMs: number;
}

export interface WorkItem extends ItemKey {
  readonly state: ItemState;
  readonly feed: FeedRow;
  /** Failed attempts at its present stage. */
  readonly attempts: number;
}

/** An item held for one request. `fence` grows with every claim: a write that carries an older one changes nothing. */
export interface ClaimedItem extends WorkItem {
  readonly fence: number;
}

/** A row as a scan delivers it, already judged at 0 tokens. */
export interface NewItem extends ItemKey {
  readonly feed: FeedRow;
  readonly state: 'queued' | 'rejected' | 'stored';
  readonly reason: string | null;
  readonly filterHash: string;
}

/** Where a claimed item goes next. Back to its own state = released (with `notBeforeMs` for a retry). */
export interface ItemTransition {
  readonly item: ClaimedItem;
  readonly to: Exclude<ItemState, 'superseded'>;
  readonly reason: string | null;
  readonly attempts?: number;
  readonly notBeforeMs?: number;
}

/** A product that was paid for, shared by every job that works on the same (domain, asin, lastUpdate). */
export interface Purchase {
  readonly domainId: number;
  readonly asin: string;
  readonly lastUpdateMs: number;
  readonly stage: 'peek' | 'commit';
  /** `null`: it was asked for and Keepa has no data. */
  readonly product: ProductSnapshot | null;
}
