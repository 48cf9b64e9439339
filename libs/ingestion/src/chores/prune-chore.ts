import type { DealStore } from '@smart-ingestor/contracts';
import type { Job, PruneOptions } from '../job';
import type { Chore, ChoreAt, UnitEvent } from '../units/unit';
import { HOUR_MS, Schedule } from './schedule';

/** Small enough that no other writer waits for long. */
const ROWS_PER_CHUNK = 500;

/**
 * Hides deals that nothing shows any more, and deletes those that stay hidden. Only while ingestion makes progress: after a stand-still of
 * days every row looks unseen, and none is gone. That a row's own refresh was answered since the cut-off is the store's to check.
 */
export class PruneChore implements Chore {
  private readonly schedule = new Schedule();

  constructor(
    private readonly job: Job,
    private readonly prune: PruneOptions,
    private readonly store: DealStore,
  ) {}

  dueMs(): number {
    return this.schedule.dueMs();
  }

  async run(at: ChoreAt): Promise<readonly UnitEvent[]> {
    const { nowMs, progressMs } = at;
    if (progressMs === null || nowMs - progressMs > HOUR_MS) {
      this.schedule.later(at);
      return [];
    }
    const { expired, deleted } = await this.store.deals.prune({
      jobId: this.job.id,
      domainId: this.job.source.domainId,
      expireSeenBeforeMs: nowMs - this.prune.expireAfterMs,
      deleteExpiredBeforeMs: nowMs - this.prune.deleteAfterMs,
      limit: ROWS_PER_CHUNK,
      nowMs,
    });
    this.schedule.done(at, expired >= ROWS_PER_CHUNK || deleted >= ROWS_PER_CHUNK);
    return expired + deleted > 0 ? [{ type: 'deals.pruned', jobId: this.job.id, expired, deleted }] : [];
  }
}
