import 'reflect-metadata';
import {
  type ClaimRequest,
  type CommitOutcome,
  type DealsQuery,
  type DealStore,
  type FeedCursor,
  type LedgerQuery,
  PROVIDER_OPTIONS,
  type Purchase,
  type Reading,
  type ReserveRequest,
  type StoreCommit,
  StoreUnavailableError,
  type TokenLedger,
} from '@smart-ingestor/contracts';
import { inject, injectable } from 'tsyringe';
import { applyCommit, prepared } from './commit';
import type { Database } from './database';
import { openDatabase } from './open-database';
import { findDeals, loadDeals, loadPurchases } from './sqlite-deals';
import { claimItems, queueSummary } from './sqlite-items';
import { SqliteLedger } from './sqlite-ledger';
import type { SqliteOptions } from './sqlite-options';
import { pruneRaw } from './sqlite-raw';
import { jobStatus, loadCursor } from './sqlite-status';

/** Responses deleted in one transaction: other writers wait no longer than that takes. */
const PRUNED_AT_ONCE = 200;

/** Deals, work, raw responses and the ledger of all accounts in one SQLite file, shared by any number of processes. */
@injectable()
export class SqliteDealStore implements DealStore, TokenLedger {
  private opened: Promise<Database> | null = null;
  private database: Database | null = null;
  private readonly ledger = new SqliteLedger(() => this.db());

  constructor(@inject(PROVIDER_OPTIONS) private readonly options: SqliteOptions) {}

  async open(): Promise<void> {
    this.opened ??= openDatabase(this.options.path, this.options.busyTimeoutMs);
    try {
      this.database = await this.opened;
    } catch (error) {
      this.opened = null;
      throw error;
    }
  }

  async close(): Promise<void> {
    const closing = this.database;
    this.database = null;
    this.opened = null;
    await closing?.close();
  }

  async commit(commit: StoreCommit): Promise<CommitOutcome> {
    const database = this.db();
    const ready = await prepared(commit);
    return database.write((tx) => applyCommit(tx, ready, this.options.rawRetentionDays));
  }

  async cursor(jobId: string, feedHash: string): Promise<FeedCursor | null> {
    return this.db().read((manager) => loadCursor(manager, jobId, feedHash));
  }

  async dealsByAsin(domainId: number, asins: readonly string[]): ReturnType<DealStore['dealsByAsin']> {
    return this.db().read((manager) => loadDeals(manager, domainId, asins));
  }

  async purchases(stage: Purchase['stage'], items: Parameters<DealStore['purchases']>[1]): ReturnType<DealStore['purchases']> {
    return this.db().read((manager) => loadPurchases(manager, stage, items));
  }

  async claim(request: ClaimRequest): ReturnType<DealStore['claim']> {
    return this.db().write((tx) => claimItems(tx, request));
  }

  async queue(jobId: string, nowMs: number): ReturnType<DealStore['queue']> {
    return this.db().read((manager) => queueSummary(manager, jobId, nowMs));
  }

  async pruneRaw(receivedBeforeMs: number): Promise<number> {
    for (let pruned = 0; ;) {
      const went = await this.db().write((tx) => pruneRaw(tx, receivedBeforeMs, PRUNED_AT_ONCE));
      pruned += went;
      if (went < PRUNED_AT_ONCE) return pruned;
    }
  }

  async findDeals(query: DealsQuery): ReturnType<DealStore['findDeals']> {
    return this.db().read((manager) => findDeals(manager, query));
  }

  async ledgerEntries(query: LedgerQuery): ReturnType<DealStore['ledgerEntries']> {
    return this.ledger.entries(query);
  }

  async ledgerTotals(accountId: string): ReturnType<DealStore['ledgerTotals']> {
    return this.ledger.totals(accountId);
  }

  async accounts(): ReturnType<DealStore['accounts']> {
    return this.ledger.accounts();
  }

  async jobStatus(): ReturnType<DealStore['jobStatus']> {
    return this.db().read(jobStatus);
  }

  async reserve(request: ReserveRequest): ReturnType<TokenLedger['reserve']> {
    return this.ledger.reserve(request);
  }

  async settle(callId: string, reading: Reading): Promise<void> {
    return this.ledger.settle(callId, reading);
  }

  async cancel(callId: string): Promise<void> {
    return this.ledger.cancel(callId);
  }

  async forfeit(callId: string): Promise<void> {
    return this.ledger.forfeit(callId);
  }

  async observe(accountId: string, reading: Reading): Promise<void> {
    return this.ledger.observe(accountId, reading);
  }

  async state(accountId: string, nowMs: number): ReturnType<TokenLedger['state']> {
    return this.ledger.state(accountId, nowMs);
  }

  async unresolved(accountId: string, nowMs: number): ReturnType<TokenLedger['unresolved']> {
    return this.ledger.unresolved(accountId, nowMs);
  }

  private db(): Database {
    if (this.database === null) throw new StoreUnavailableError(`The store ${this.options.path} is not open: call open() first.`);
    return this.database;
  }
}
