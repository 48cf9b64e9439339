import type { ClaimedItem, CommitOutcome, IngestionEvent, KeepaRequest, StoreCommit, ValueOf, WorkClass } from '@smart-ingestor/contracts';
import type { Job } from '../job';

/** What a response, or earlier purchases, make durable; the loop adds settlement, raw bytes and time. */
export type Yield = Pick<StoreCommit, 'newItems' | 'transitions' | 'purchases' | 'deals' | 'observations' | 'cursor'>;

/** Items taken for one request, and the request. */
export interface Load<R extends KeepaRequest = KeepaRequest> {
  /** `null`: nothing needs to be bought (another process was faster, or it was bought before). */
  readonly request: R | null;
  readonly items: readonly ClaimedItem[];
  /** What earlier purchases already answer, at 0 tokens. */
  readonly free: Harvest | null;
}

/** What becomes durable, and what listeners hear once it is. */
export interface Harvest {
  readonly durable: Yield;
  report(outcome: CommitOutcome): readonly UnitEvent[];
}

/** The work of one request. */
export interface Unit<R extends KeepaRequest = KeepaRequest> {
  readonly workClass: WorkClass;
  readonly job: Job;
  /** Items that wait for this class of work; a page is one. */
  readonly pending: number;
  /** A request for so many items, for pricing only: a price depends on how many, not on which. */
  template(size: number): R;
  load(size: number, nowMs: number): Promise<Load<R>>;
  digest(value: ValueOf<R>, load: Load<R>, nowMs: number): Promise<Harvest>;
}

/** Distributes `Omit` over the union of events. */
type WithoutStamp<E> = E extends unknown ? Omit<E, 'atMs' | 'accountId'> : never;
export type UnitEvent = WithoutStamp<IngestionEvent>;

/** Stands in for an ASIN where only the price of a request is asked. */
export const ANY_ASIN = '0000000000';
