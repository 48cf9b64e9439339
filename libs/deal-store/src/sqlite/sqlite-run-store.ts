import type { RunRecord, RunStore, RunWait } from '@smart-ingestor/contracts';
import { type BulkInsert, insertRows } from './bulk-sql';
import type { Database, Tx } from './database';
import { RunEntity } from './entities/run.entity';
import { freeLeases, renewLeases } from './leases';

type BegunRun = Parameters<RunStore['begin']>[0];

const RUN: BulkInsert<BegunRun> = {
  table: 'run',
  columns: ['owner', 'account_id', 'host', 'pid', 'started_ms', 'seen_ms', 'jobs'],
  values: (run) => [run.owner, run.accountId, run.host, run.pid, run.startedMs, run.startedMs, JSON.stringify(run.jobs)],
  conflict: `ON CONFLICT (owner) DO UPDATE SET account_id = excluded.account_id, host = excluded.host, pid = excluded.pid,
    started_ms = excluded.started_ms, seen_ms = excluded.seen_ms, jobs = excluded.jobs, progress_ms = NULL, wait = NULL`,
};

export class SqliteRunStore implements RunStore {
  constructor(private readonly database: () => Database) {}

  async begin(run: BegunRun): Promise<void> {
    await this.database().write((tx) => insertRows(tx, RUN, [run]));
  }

  async beat(owner: string, heldUntilMs: number, nowMs: number): Promise<void> {
    await this.database().write(async (tx) => {
      await tx.query('UPDATE run SET seen_ms = ? WHERE owner = ?', [nowMs, owner]);
      await renewLeases(tx, owner, heldUntilMs, nowMs);
    });
  }

  async wait(owner: string, wait: RunWait | null): Promise<void> {
    const text = wait === null ? null : JSON.stringify(wait);
    await this.database().write(async (tx) => void (await tx.query('UPDATE run SET wait = ? WHERE owner = ?', [text, owner])));
  }

  async end(owner: string): Promise<void> {
    await this.database().write(async (tx) => {
      await freeLeases(tx, owner);
      await tx.query('DELETE FROM run WHERE owner = ?', [owner]);
    });
  }

  async list(): Promise<readonly RunRecord[]> {
    return this.database().read(async (manager) => {
      const runs = await manager.createQueryBuilder(RunEntity, 'run').orderBy('run.startedMs').addOrderBy('run.owner').getMany();
      return runs.map((run) => ({ ...run }));
    });
  }
}

/** The commit ended a unit of that run. */
export async function noteProgress(tx: Tx, owner: string, nowMs: number): Promise<void> {
  await tx.query('UPDATE run SET progress_ms = ? WHERE owner = ?', [nowMs, owner]);
}
