import type { RawResponse } from '../keepa/results';
import type { Purchase } from './work-item';

/** One line of an export: a row of one of the tables of work, as JSON-safe values. */
export interface StateRecord {
  readonly table: string;
  readonly row: Readonly<Record<string, string | number | null>>;
}

/** A response as it was paid for. */
export interface StoredRaw {
  readonly callId: string | null;
  readonly receivedAtMs: number;
  readonly raw: RawResponse;
}

/** How long what is finished is kept. A finished item must outlive the feed's 12 hours, or it would be delivered and bought again. */
export interface Retention {
  readonly itemsFinishedBeforeMs: number;
  readonly purchasesBeforeMs: number;
  readonly ledgerBeforeMs: number;
  readonly rawBeforeMs: number;
  /** Rows deleted of each table at most, so that other writers never wait for long. */
  readonly limit: number;
}

/** State as a whole: for people, while nothing runs, and for housekeeping. */
export interface StateStore {
  /** Cursors, gaps, open and dead items, purchases: what a job knows beside its deals. Without a job all of them. */
  export(jobId?: string): AsyncIterable<StateRecord>;
  /** One transaction: replaces rows of the same key. @throws {ConfigError} naming every line that does not fit. */
  import(records: readonly StateRecord[]): Promise<number>;
  /** One transaction: forgets cursors, heads, gaps, items, purchases and leases of the job (all jobs without one). Deals, raw responses and the ledger stay. */
  reset(jobId?: string): Promise<Readonly<Record<string, number>>>;
  /** Oldest first. */
  rawResponses(query: { readonly endpoint?: string; readonly sinceMs?: number }): AsyncIterable<StoredRaw>;
  /** Writes products read anew from stored responses: into the purchases of that request, and into deals that hold nothing newer. At 0 tokens. */
  reinterpret(callId: string, products: readonly NonNullable<Purchase['product']>[]): Promise<{ readonly purchases: number; readonly deals: number }>;
  /** Deletes what is finished and older than asked; returns rows by table. */
  retain(retention: Retention): Promise<Readonly<Record<string, number>>>;
}
