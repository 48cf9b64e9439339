import type { FeedRow } from '../deals/feed-row';
import type { ProductSnapshot } from '../deals/product-snapshot';
import type { Lease } from './lease';

/**
 * `queued` waits for its peek, `accepted` for its commit. The others are final: stored, rejected(reason), dead(reason), superseded
 * (a newer lastUpdate of the same ASIN was delivered). A peek and its verdict are one transaction, so "peeked" is never a state of its own.
 */
export type ItemState = 'queued' | 'accepted' | 'stored' | 'rejected' | 'dead' | 'superseded';
export type OpenState = 'queued' | 'accepted';

export type ItemCounts = Readonly<Record<ItemState, number>>;

/** Whose tokens an item is bought with: `adhoc` where a person asked for it. */
export type ItemClass = 'discover' | 'adhoc';

/** What makes one delivered row one piece of work. */
export interface ItemKey {
  readonly jobId: string;
  readonly domainId: number;
  readonly asin: string;
  readonly lastUpdateMs: number;
}

export interface WorkItem extends ItemKey {
  readonly state: ItemState;
  readonly workClass: ItemClass;
  readonly feed: FeedRow;
  /** Failed attempts at its present stage. */
  readonly attempts: number;
}

/** An item held for one request. */
export interface ClaimedItem extends WorkItem, Lease {}

/** A row as a scan delivers it, already judged at 0 tokens. */
export interface NewItem extends ItemKey {
  readonly feed: FeedRow;
  readonly state: 'queued' | 'rejected' | 'stored';
  readonly reason: string | null;
  readonly filterHash: string;
  /** Order within its class: the highest first. */
  readonly value: number;
  /** `discover` unless said otherwise. */
  readonly workClass?: ItemClass;
}

/** Where a claimed item goes next. Back to its own state = released (with `notBeforeMs` for a retry). */
export interface ItemTransition {
  readonly item: ClaimedItem;
  readonly to: Exclude<ItemState, 'superseded'>;
  readonly reason: string | null;
  readonly attempts?: number;
  readonly notBeforeMs?: number;
  /** New order within its class, where the peek changed what it is worth. */
  readonly value?: number;
  /** The request that failed, where one did; kept with the item until it succeeds. */
  readonly failure?: ItemFailure;
}

/** What went wrong with an item's last request, and what it cost. */
export interface ItemFailure {
  readonly code: string;
  readonly message: string;
  /** The request without the key, as JSON. */
  readonly request: string;
  readonly callId: string;
  /** This item's share; the worst case where nobody knows whether it was charged. */
  readonly tokens: number;
  readonly atMs: number;
}

/** An item that no repetition mends by itself. A person may retry or drop it. */
export interface DeadItem extends WorkItem {
  readonly reason: string;
  readonly diedMs: number;
  /** Σ of all its failed attempts. */
  readonly tokensSpent: number;
  readonly failure: ItemFailure | null;
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
