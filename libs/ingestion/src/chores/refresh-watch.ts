import type { Job, RefreshOptions } from '../job';
import { explainRefresh, refreshCycleMs, refreshLoad } from '../refresh-capacity';
import { rowTokens } from '../units/refresh-unit';
import type { Chore, ChoreAt, UnitEvent } from '../units/unit';
import type { ChoreParts } from './chores';
import { HOUR_MS, Schedule } from './schedule';

const DAY_MS = 24 * HOUR_MS;

/** Says, at most once a day, that the plan cannot carry the table in the time that was asked for. */
export class RefreshWatch implements Chore {
  private readonly schedule = new Schedule();
  private saidMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly job: Job,
    private readonly refresh: RefreshOptions,
    private readonly parts: ChoreParts,
  ) {}

  dueMs(): number {
    return this.schedule.dueMs();
  }

  async run(at: ChoreAt): Promise<readonly UnitEvent[]> {
    const { job, refresh } = this;
    const { store, costModel } = this.parts;
    const { nowMs, refillPerMinute } = at;
    this.schedule.done(at);
    const seenBeforeMs = nowMs - refresh.withinMs;
    const { rows } = await store.deals.refreshStatus({ jobId: job.id, domainId: job.source.domainId, seenBeforeMs, nowMs });
    const table = { rows, tokensPerRow: rowTokens(costModel, job, refresh), refillPerMinute, withinMs: refresh.withinMs };
    const load = refreshLoad(table, this.parts);
    const cycleMs = refreshCycleMs(load);
    if (cycleMs <= refresh.withinMs || nowMs - this.saidMs < DAY_MS) return [];
    this.saidMs = nowMs;
    return [{ type: 'refresh.behind', jobId: job.id, rows, cycleMs, statement: explainRefresh(load) }];
  }
}
