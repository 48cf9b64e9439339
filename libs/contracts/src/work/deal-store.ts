import type { Deal } from '../deals/deal';
import type { PriceObservation } from '../deals/product-snapshot';
import type { RawResponse } from '../keepa/results';
import type { Reading } from '../tokens/reading';
import type { FeedCursor } from './feed-cursor';
import type { DealRow, DealsQuery, JobStatus, LedgerEntry, LedgerQuery, LedgerTotals } from './queries';
import type { ClaimedItem, ItemTransition, NewItem, Purchase } from './work-item';

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

/** Everything that one response causes. All of it becomes durable, or none. */
export interface StoreCommit {
  /** Absent where nothing was sent (items judged again from what was bought before). */
  readonly settlement?: Settlement;
  readonly raw?: RawResponse;
  readonly newItems?: readonly NewItem[];
  readonly transitions?: readonly ItemTransition[];
  readonly purchases?: readonly Purchase[];
  readonly deals?: readonly Deal[];
  readonly observations?: readonly AsinObservations[];
  readonly cursor?: FeedCursor;
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
  /** Transitions whose fence was out of date: another process holds the item now. */
  readonly fencedOut: number;
  readonly dealsNew: number;
  readonly dealsChanged: number;
}

export interface ClaimRequest {
  readonly jobId: string;
  readonly state: 'queued' | 'accepted';
  readonly limit: number;
  readonly owner: string;
  readonly leaseMs: number;
  readonly nowMs: number;
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
  cursor(jobId: string, feedHash: string): Promise<FeedCursor | null>;
  dealsByAsin(domainId: number, asins: readonly string[]): Promise<readonly Deal[]>;
  purchases(stage: Purchase['stage'], items: readonly Pick<Purchase, 'domainId' | 'asin' | 'lastUpdateMs'>[]): Promise<readonly Purchase[]>;
  /** Takes up to `limit` open items under a lease, newest lastUpdate first; those whose lease ran out or whose `notBeforeMs` has come count as free. A lease given later than `nowMs + LONGEST_PROCESSING_MS` was given by another clock (a restarted simulator) and counts as free too. */
  claim(request: ClaimRequest): Promise<readonly ClaimedItem[]>;
  /** Items that `claim` would find now, and when the next one becomes free. */
  queue(jobId: string, nowMs: number): Promise<QueueSummary>;
  /** Deletes raw responses received before this server time. */
  pruneRaw(receivedBeforeMs: number): Promise<number>;

  findDeals(query: DealsQuery): Promise<readonly DealRow[]>;
  ledgerEntries(query: LedgerQuery): Promise<readonly LedgerEntry[]>;
  ledgerTotals(accountId: string): Promise<LedgerTotals>;
  /** Every account of which the ledger knows a reading or a grant, by fingerprint, in a stable order. */
  accounts(): Promise<readonly string[]>;
  jobStatus(): Promise<readonly JobStatus[]>;
  close(): Promise<void>;
}

export interface QueueSummary {
  readonly queued: number;
  readonly accepted: number;
  /** Open items that are leased or wait for a retry. */
  readonly held: number;
  readonly nextFreeAtMs: number | null;
}
