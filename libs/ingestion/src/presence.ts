import { LEASE_MS, type RunWait } from '@smart-ingestor/contracts';
import type { IngestionParts } from './parts';
import type { ServerClock } from './server-clock';

/** A third of the lease: two heartbeats may fail to come before anything that this run holds is free for others. */
const BEAT_MS = LEASE_MS / 3;

/** This run in the list of those that work on the database: who it is, that it lives, and what it waits for. */
export class Presence {
  private readonly ending = new AbortController();
  private beating: Promise<void> | null = null;

  constructor(
    private readonly parts: Pick<IngestionParts, 'accountId' | 'owner' | 'store' | 'process' | 'jobs'>,
    private readonly time: ServerClock,
  ) {}

  /** `beaten`: called after every heartbeat. `failed`: the heart has stopped, because the store did. */
  async begin(beaten: () => void, failed: (error: unknown) => void): Promise<void> {
    const { accountId, owner, store, process, jobs } = this.parts;
    await store.runs.begin({ owner, accountId, ...process, startedMs: this.time.nowMs(), jobs: jobs.map(({ id }) => id) });
    this.beating = this.beat(beaten).catch((error: unknown) => {
      if (!this.ending.signal.aborted) failed(error);
    });
  }

  async wait(wait: RunWait | null): Promise<void> {
    if (this.beating !== null) await this.parts.store.runs.wait(this.parts.owner, wait);
  }

  /** A run that is killed does not come here: its record stays, and its heartbeat stands still. */
  async end(): Promise<void> {
    this.ending.abort();
    if (this.beating === null) return;
    await this.beating;
    await this.parts.store.runs.end(this.parts.owner);
  }

  /** Leases are renewed whatever the loop waits for, so this is a loop of its own. */
  private async beat(beaten: () => void): Promise<void> {
    for (;;) {
      await this.time.sleep(BEAT_MS, this.ending.signal);
      const nowMs = this.time.nowMs();
      await this.parts.store.runs.beat(this.parts.owner, nowMs + LEASE_MS, nowMs);
      beaten();
    }
  }
}
