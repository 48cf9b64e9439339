import { sqliteCode } from './store-errors';

/**
 * How long SQLite itself waits for a lock before it is asked again. Short, because it waits in a thread of the pool, of which a process has
 * four: with one long wait eight stores in one process stood still, as the one that held the lock found no thread to go on with.
 */
export const BUSY_SLICE_MS = 20;

/** Repeats `work` while the database is locked. Each try has waited a slice by the time it fails, so no clock is needed. */
export async function patiently<T>(busyTimeoutMs: number, work: () => Promise<T>): Promise<T> {
  for (let waitedMs = BUSY_SLICE_MS; ; waitedMs += BUSY_SLICE_MS) {
    try {
      return await work();
    } catch (error) {
      if (sqliteCode(error) !== 'SQLITE_BUSY' || waitedMs >= busyTimeoutMs) throw error;
    }
  }
}
