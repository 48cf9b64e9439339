import 'reflect-metadata';
import {
  type CommitOutcome,
  type DealStore,
  PROVIDER_OPTIONS,
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
import { SqliteBooks } from './sqlite-books';
import { SqliteDealTable } from './sqlite-deal-table';
import { SqliteFeedStore } from './sqlite-feed-store';
import { SqliteLedger } from './sqlite-ledger';
import type { SqliteOptions } from './sqlite-options';
import { SqliteRunStore } from './sqlite-run-store';
import { SqliteSellerTable } from './sqlite-seller-table';
import { SqliteStateStore } from './sqlite-state-store';
import { jobStatus } from './sqlite-status';
import { SqliteWorkStore } from './sqlite-work-store';

/** Deals, work, raw responses and the ledger of all accounts in one SQLite file, shared by any number of processes. */
@injectable()
export class SqliteDealStore implements DealStore, TokenLedger {
  private opened: Promise<Database> | null = null;
  private database: Database | null = null;
  readonly feeds = new SqliteFeedStore(() => this.db());
  readonly work = new SqliteWorkStore(() => this.db());
  readonly deals = new SqliteDealTable(() => this.db());
  readonly sellers = new SqliteSellerTable(() => this.db());
  readonly runs = new SqliteRunStore(() => this.db());
  readonly books = new SqliteBooks(() => this.db());
  readonly stateStore = new SqliteStateStore(() => this.db());
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

  async jobStatus(nowMs: number): ReturnType<DealStore['jobStatus']> {
    return this.db().read((manager) => jobStatus(manager, nowMs));
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

  async foreignSpend(accountId: string, nowMs: number): ReturnType<TokenLedger['foreignSpend']> {
    return this.ledger.foreignSpend(accountId, nowMs);
  }

  private db(): Database {
    if (this.database === null) throw new StoreUnavailableError(`The store ${this.options.path} is not open: call open() first.`);
    return this.database;
  }
}
