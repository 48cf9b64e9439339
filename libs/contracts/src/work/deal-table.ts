import type { Deal } from '../deals/deal';
import type { Lease, LeaseTerms } from './lease';
import type { DealRow, DealsQuery } from './queries';

/** A stored deal held for one refresh. */
export interface ClaimedDeal extends Lease {
  readonly deal: Deal;
  /** Failed attempts since the last success. */
  readonly attempts: number;
}

export interface RefreshClaim extends LeaseTerms {
  readonly jobId: string;
  readonly domainId: number;
  /** Rows last seen before this server time are due, unless Keepa answered their refresh since: a product that it does not know is not asked for again at once. */
  readonly seenBeforeMs: number;
  readonly limit: number;
}

/** How a refresh of one row ended. Fenced: one that carries an old fence changes nothing. */
export interface RefreshedDeal {
  readonly claimed: ClaimedDeal;
  /** The row as it is now; `null` leaves it as it was (no data, or the request failed). */
  readonly deal: Deal | null;
  /** Whether Keepa answered for this row: its paid opportunity, without which it is never pruned. */
  readonly answered: boolean;
  /** With a failure: not again before. */
  readonly notBeforeMs?: number;
}

/** How many rows a job keeps fresh, and how far behind it is. */
export interface RefreshStatus {
  readonly rows: number;
  /** What `claimDue` would find now: due, and neither leased nor waiting for a retry. */
  readonly dueRows: number;
  readonly oldestSeenMs: number | null;
  /** When the first due row that waits for a retry or is leased becomes free, where none is free now. */
  readonly nextFreeAtMs: number | null;
}

/** Soft first: an expired row is hidden, and deleted only when it stays so. Both need a paid refresh that came to nothing since the cut-off. */
export interface PruneRequest {
  readonly jobId: string;
  readonly domainId: number;
  /** Rows last seen before this are expired where their own refresh was answered at or after it. */
  readonly expireSeenBeforeMs: number;
  /** Rows that expired before this are deleted. */
  readonly deleteExpiredBeforeMs: number;
  readonly limit: number;
  readonly nowMs: number;
}

export interface PruneOutcome {
  readonly expired: number;
  readonly deleted: number;
}

/** The deals themselves. Bought and renewed ones are written by `DealStore.commit`; any sighting takes an expired row back. */
export interface DealTable {
  byAsin(domainId: number, asins: readonly string[]): Promise<readonly Deal[]>;
  find(query: DealsQuery): Promise<readonly DealRow[]>;
  /** Longest unseen first. Rows whose lease ran out are free, but for the owner's own. */
  claimDue(request: RefreshClaim): Promise<readonly ClaimedDeal[]>;
  /** What `claimDue` would find, for this owner where one is named. */
  refreshStatus(request: Pick<RefreshClaim, 'jobId' | 'domainId' | 'seenBeforeMs' | 'nowMs'> & { readonly owner?: string }): Promise<RefreshStatus>;
  /** Makes every row of the job due, whenever it was seen. Returns how many. */
  makeAllDue(jobId: string, domainId: number): Promise<number>;
  prune(request: PruneRequest): Promise<PruneOutcome>;
}
