import type { Deal } from '../deals/deal';
import type { PriceObservation } from '../deals/product-snapshot';
import type { RawResponse } from '../keepa/results';
import type { Reading } from '../tokens/reading';
import type { DealTable, RefreshedDeal } from './deal-table';
import type { CoverageGap, FeedCursor, FeedHead } from './feed-cursor';
import type { FeedLease, FeedStore } from './feed-store';
import type { JobStatus, LedgerBooks } from './queries';
import type { Lease } from './lease';
import type { RunStore } from './run-store';
import type { FetchedSeller, SellersSeen, SellerTable } from './seller-table';
import type { StateStore } from './state-store';
import type { ItemTransition, NewItem, Purchase } from './work-item';
import type { WorkStore } from './work-store';

/** Closes the grant of the request whose results are committed with it. */
export interface Settlement {
  readonly callId: string;
  readonly reading: Reading;
}

export interface AsinObservations {
  readonly domainId: number;
  readonly asin: string;
  readonly observations: readonly PriceObservation[];
}

/** A cursor's or head's move, and the lease that permits it. The lease ends with the commit. */
export interface FeedMove {
  readonly lease: FeedLease;
  readonly cursor?: FeedCursor;
  readonly head?: FeedHead;
}

/** Everything that one response causes. All of it becomes durable, or none. */
export interface StoreCommit {
  /** Absent where nothing was sent (items judged again from what was bought before). */
  readonly settlement?: Settlement;
  readonly raw?: RawResponse;
  readonly newItems?: readonly NewItem[];
  readonly transitions?: readonly ItemTransition[];
  readonly purchases?: readonly Purchase[];
  /** Bought or renewed. One whose item is fenced out by a transition of the same commit is left alone: another process has it. */
  readonly deals?: readonly Deal[];
  readonly refreshed?: readonly RefreshedDeal[];
  readonly sellers?: readonly FetchedSeller[];
  readonly sellersSeen?: readonly SellersSeen[];
  readonly observations?: readonly AsinObservations[];
  readonly feed?: FeedMove;
  readonly gaps?: readonly CoverageGap[];
  /** Whose unit this ends: the time of the commit becomes the progress of that run (`RunRecord.progressMs`), and no new item overtakes what it holds. */
  readonly owner?: string;
  /** Server time of the commit. */
  readonly nowMs: number;
}

export interface CommitOutcome {
  /** New items that were not known before (by key, or rejected under another filter). */
  readonly itemsAdded: number;
  /** Those of the added items that start as rejected, by reason. */
  readonly rejectedByReason: Readonly<Record<string, number>>;
  /** Open older items of the same (job, domain, asin) that a new item overtook. */
  readonly itemsSuperseded: number;
  /** Transitions, refreshes, sellers and feed moves whose fence was out of date: another process holds them now. */
  readonly fencedOut: number;
  /** Those of them: the very claims (items, deals, sellers, the feed's lease) that the commit named. Nothing that hangs on them became durable. */
  readonly lost: ReadonlySet<Lease>;
  readonly dealsNew: number;
  readonly dealsChanged: number;
}

/** Durable home of deals and of the work on them. The provider also fills `TOKEN_LEDGER`. */
export interface DealStore {
  /**
   * Creates or migrates; called once before anything else (construction does no I/O).
   * @throws {StoreUnusableError} not a database, or from a newer version. @throws {StoreUnavailableError} disk or lock trouble.
   */
  open(): Promise<void>;
  /**
   * One transaction. New items: an unknown key is added; a known one is left alone, unless it was rejected under another `filterHash`.
   * A new item supersedes unclaimed open items of the same (job, domain, asin) with an older lastUpdate, and where one of those was
   * `accepted` a `queued` new item starts as `accepted`, because its peek is paid for. An older delivery than a known one is superseded at once.
   * An item that was overtaken while it was leased is superseded when its owner would leave it open, and hands a paid peek on.
   */
  commit(commit: StoreCommit): Promise<CommitOutcome>;
  readonly feeds: FeedStore;
  readonly work: WorkStore;
  readonly deals: DealTable;
  readonly sellers: SellerTable;
  readonly runs: RunStore;
  readonly books: LedgerBooks;
  /** Not `state`: providers are also a `TokenLedger`, whose `state()` tells the bucket. */
  readonly stateStore: StateStore;
  jobStatus(nowMs: number): Promise<readonly JobStatus[]>;
  close(): Promise<void>;
}
