import type { Job, RefreshOptions } from '../job';
import { eligibleAgeMs, type RefreshLoad, refreshLoad } from '../refresh-capacity';
import type { LaneParts } from './lanes';
import { refreshUnit, rowTokens } from './refresh-unit';
import type { Lane, LookAt, Unit } from './unit';

/** A table is counted again at the latest after this long: rows come and go slowly. */
const COUNT_KEPT_MS = 60_000;

interface Count {
  readonly atMs: number;
  readonly ageMs: number;
  rows: number;
  dueRows: number;
  readonly nextMs: number;
}

/** Stored deals of one job that were not seen for too long. */
export class RefreshLane implements Lane {
  readonly workClass = 'refresh';
  private count: Count | null = null;

  constructor(
    readonly job: Job,
    private readonly refresh: RefreshOptions,
    private readonly parts: LaneParts,
  ) {}

  async look({ nowMs, refillPerMinute, harvest }: LookAt): Promise<Unit | number> {
    const count = await this.counted(nowMs, refillPerMinute, harvest);
    if (count.dueRows <= 0) return count.nextMs;
    const { job, refresh } = this;
    const { store, owner } = this.parts;
    const claimed = (rows: number): void => {
      // What was claimed is no longer due; a claim that finds nothing says that the count is out of date.
      count.dueRows = rows === 0 ? 0 : count.dueRows - rows;
      if (count.dueRows <= 0) this.count = null;
    };
    return refreshUnit({ job, refresh, store, owner, pending: count.dueRows, ageMs: count.ageMs, claimed }) as Unit;
  }

  /** What a row of this table costs, and how many the plan carries. */
  private loadOf(rows: number, refillPerMinute: number): RefreshLoad {
    const { withinMs } = this.refresh;
    return refreshLoad({ rows, tokensPerRow: rowTokens(this.parts.costModel, this.job, this.refresh), refillPerMinute, withinMs }, this.parts);
  }

  private async counted(nowMs: number, refillPerMinute: number, harvest: boolean): Promise<Count> {
    const last = this.count;
    const ageMs = eligibleAgeMs(this.loadOf(last?.rows ?? 0, refillPerMinute), harvest);
    const isFresh = last !== null && last.atMs <= nowMs && nowMs - last.atMs < COUNT_KEPT_MS && last.ageMs === ageMs;
    if (isFresh && (last.dueRows > 0 || nowMs < last.nextMs)) return last;
    const status = await this.statusAt(nowMs, ageMs);
    const trueAgeMs = eligibleAgeMs(this.loadOf(status.rows, refillPerMinute), harvest);
    const { rows, dueRows, oldestSeenMs, nextFreeAtMs } = trueAgeMs === ageMs ? status : await this.statusAt(nowMs, trueAgeMs);
    const ripeMs = oldestSeenMs === null ? Number.POSITIVE_INFINITY : oldestSeenMs + trueAgeMs;
    // Rows that are ripe and yet not due are leased, or wait for a retry.
    const nextMs = Math.min(ripeMs > nowMs ? ripeMs : Number.POSITIVE_INFINITY, nextFreeAtMs ?? Number.POSITIVE_INFINITY, nowMs + COUNT_KEPT_MS);
    this.count = { atMs: nowMs, ageMs: trueAgeMs, rows, dueRows, nextMs: rows === 0 ? Number.POSITIVE_INFINITY : nextMs };
    return this.count;
  }

  private statusAt(nowMs: number, ageMs: number) {
    const { store, owner } = this.parts;
    return store.deals.refreshStatus({ jobId: this.job.id, domainId: this.job.source.domainId, seenBeforeMs: nowMs - ageMs, nowMs, owner });
  }
}
