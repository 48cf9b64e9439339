import type { CommitOutcome, IngestionEvent, KeepaFailure, KeepaRequest, Stage, StoreCommit, ValueOf, WorkClass } from '@smart-ingestor/contracts';
import type { Job } from '../job';

/** What a response, or earlier purchases, make durable; the loop adds settlement, raw bytes and time. */
export type Yield = Omit<StoreCommit, 'settlement' | 'raw' | 'nowMs'>;

/** What becomes durable, and what listeners hear once it is. */
export interface Harvest {
  readonly durable: Yield;
  report(outcome: CommitOutcome): readonly UnitEvent[];
}

/** Which request it was, and what it cost. */
export interface PaidCall {
  readonly callId: string;
  /** What it cost: consumed where the server said so, the worst case where nobody knows, 0 where it was never charged. */
  readonly tokens: number;
}

/** A request that was sent and came to nothing. */
export interface UnitFailure extends PaidCall {
  readonly failure: KeepaFailure;
  /** Failures of this account in a row, this one included: where others fail too, the items are not the cause. */
  readonly failuresInARow: number;
  /** 0 ≤ x < 1, for jitter. */
  readonly random: number;
}

/** Work taken under a lease for one request. Ends exactly once: digested, or given back. */
export interface LoadedUnit<R extends KeepaRequest = KeepaRequest> {
  /** `null`: nothing needs to be bought (another process was faster, or it was bought before). */
  readonly request: R | null;
  /** Items in the request; 1 for a page. */
  readonly size: number;
  /** What earlier purchases already answer, at 0 tokens; committed before anything is sent. */
  readonly free: Harvest | null;
  digest(value: ValueOf<R>, nowMs: number, paid: PaidCall): Promise<Harvest>;
  /** Where everything that is held goes. `null`: it was not the fault of what was asked for (refused with 429, never sent). */
  giveBack(failure: UnitFailure | null, nowMs: number): Yield;
}

/** The work of one request. */
export interface Unit<R extends KeepaRequest = KeepaRequest> {
  readonly workClass: WorkClass;
  readonly stage: Stage;
  readonly job: Job;
  /** Items that wait for this stage; a page is one. */
  readonly pending: number;
  /** A request for so many items, for pricing only: a price depends on how many, not on which. */
  template(size: number): R;
  load(size: number, nowMs: number): Promise<LoadedUnit<R>>;
}

/** Where units of one class of one job come from. */
export interface Lane {
  readonly workClass: WorkClass;
  readonly job: Job;
  /**
   * The next unit, or the earliest server time at which there may be one (infinity: not by itself). Of a scan lane: a page that is due.
   * `harvest`: tokens would expire at the cap, so work that is not due yet is welcome.
   */
  look(at: LookAt): Promise<Unit | number>;
}

export interface LookAt {
  readonly nowMs: number;
  readonly refillPerMinute: number;
  readonly harvest: boolean;
}

/** Housekeeping that costs no tokens. Runs between requests and while requests wait. */
export interface Chore {
  /** Server time. */
  dueMs(): number;
  run(at: ChoreAt): Promise<readonly UnitEvent[]>;
}

export interface ChoreAt {
  readonly nowMs: number;
  readonly refillPerMinute: number;
  /** When a unit of this run last ended durably; `null` before the first. What deletes must not run while ingestion stands still. */
  readonly progressMs: number | null;
}

/** Distributes `Omit` over the union of events. */
type WithoutStamp<E> = E extends unknown ? Omit<E, 'atMs' | 'accountId'> : never;
export type UnitEvent = WithoutStamp<IngestionEvent>;

/** Stands in for an ASIN where only the price of a request is asked. */
export const ANY_ASIN = '0000000000';
