import { StoreUnavailableError } from '@smart-ingestor/contracts';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { patiently } from './patience';
import { storeError, type StoreFile } from './store-errors';

/** A transaction that has the write lock. `manager.save` would open a second one: QueryBuilder and `query` only. */
export type Tx = QueryRunner;

/**
 * An open database: one connection that writes, one that reads.
 *
 * TypeORM has one connection per data source, and transactions on it interleave: five at once were all rejected, and a plain insert beside
 * an open one vanished with its rollback. So the writes of this process stand in line, each under `BEGIN IMMEDIATE` (deferred ones failed
 * 485 of 900 times between four processes, immediate ones 0 of 1,200); reads have a connection of their own, which sees committed data only.
 */
export class Database {
  private lastWrite: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly store: StoreFile,
    private readonly writing: DataSource,
    private readonly reading: DataSource,
  ) {}

  /** Waits for the writes before it, then runs `work` in one transaction: all of it becomes durable, or none. */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const done = this.lastWrite.then(() => this.transaction(work));
    this.lastWrite = done.catch(() => undefined);
    return done;
  }

  async read<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await patiently(this.store.busyTimeoutMs, () => work(this.reading.manager));
    } catch (error) {
      throw storeError(error, this.store);
    }
  }

  async close(): Promise<void> {
    await this.lastWrite;
    if (this.reading.isInitialized) await this.reading.destroy();
    if (this.writing.isInitialized) await this.writing.destroy();
  }

  private async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    if (!this.writing.isInitialized) throw new StoreUnavailableError(`The store ${this.store.file} is closed. Open a new one.`);
    try {
      return await immediately(this.writing.createQueryRunner(), this.store.busyTimeoutMs, work);
    } catch (error) {
      throw storeError(error, this.store);
    }
  }
}

/** Only the beginning can find the database locked: it takes the write lock at once, and nothing is done yet that would have to be repeated. */
export async function immediately<T>(runner: QueryRunner, busyTimeoutMs: number, work: (tx: Tx) => Promise<T>): Promise<T> {
  await patiently(busyTimeoutMs, () => runner.query('BEGIN IMMEDIATE'));
  try {
    const result = await work(runner);
    await runner.query('COMMIT');
    return result;
  } catch (error) {
    // After a full disk SQLite may have rolled back by itself; the first error is the one that matters.
    await runner.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
