import type { DealStore, FeedCursor, WorkClass } from '@smart-ingestor/contracts';
import type { Job } from './job';
import { isRunning, scanDueMs } from './scan-cadence';
import { commitUnit } from './units/commit-unit';
import { peekUnit } from './units/peek-unit';
import { scanUnit } from './units/scan-unit';
import type { Unit } from './units/unit';

/** What to do now; or until when there is nothing to do, and why; or that a `once` run has done all. */
export type NextWork =
  | { readonly kind: 'unit'; readonly unit: Unit }
  | { readonly kind: 'idle'; readonly untilMs: number; readonly reason: string }
  | { readonly kind: 'done' };

/** The order in which a find becomes a deal. */
const STAGES: readonly WorkClass[] = ['scan', 'peek', 'commit'];

/** Turns over every stage of every job, so that peeks and commits interleave with the pages of a scan and no stage waits for another to be idle. */
export class Agenda {
  private turn = 0;
  /** When each job's feed had last been read to its end, as this run found it. */
  private readonly completedBefore = new Map<string, number | null>();

  constructor(
    private readonly jobs: readonly Job[],
    private readonly store: DealStore,
    private readonly owner: string,
    private readonly once: boolean,
  ) {}

  async next(refillPerMinute: number, nowMs: number): Promise<NextWork> {
    const turns = this.jobs.flatMap((job) => STAGES.map((stage) => ({ job, stage })));
    const freeAtMs: number[] = [];
    for (let step = 0; step < turns.length; step += 1) {
      const { job, stage } = turns[(this.turn + step) % turns.length]!;
      const found = await this.look(job, stage, refillPerMinute, nowMs);
      if (typeof found === 'object') {
        this.turn = (this.turn + step + 1) % turns.length;
        return { kind: 'unit', unit: found };
      }
      freeAtMs.push(found);
    }
    const untilMs = Math.min(...freeAtMs);
    if (untilMs === Number.POSITIVE_INFINITY) return { kind: 'done' };
    return { kind: 'idle', untilMs, reason: 'nothing is queued until the next scan or retry is due' };
  }

  /** A unit, or when there will be one (never: infinity). */
  private async look(job: Job, stage: WorkClass, refillPerMinute: number, nowMs: number): Promise<Unit | number> {
    if (stage === 'scan') {
      const cursor = await this.store.cursor(job.id, job.source.feedHash);
      const dueMs = this.once ? this.onceDueMs(job, cursor, nowMs) : scanDueMs(cursor, refillPerMinute, nowMs);
      return dueMs <= nowMs ? scanUnit(job, cursor, this.store) : dueMs;
    }
    const queue = await this.store.queue(job.id, nowMs);
    const pending = stage === 'peek' ? queue.queued : queue.accepted;
    if (pending === 0) return queue.nextFreeAtMs ?? Number.POSITIVE_INFINITY;
    return stage === 'peek' ? peekUnit(job, pending, this.store, this.owner) : commitUnit(job, pending, this.store, this.owner);
  }

  /** One complete pass, and none after it. Times are compared for being another, not for being later: a server's clock may be set back. */
  private onceDueMs(job: Job, cursor: FeedCursor | null, nowMs: number): number {
    const completedMs = cursor?.passCompletedMs ?? null;
    if (!this.completedBefore.has(job.id)) this.completedBefore.set(job.id, completedMs);
    const isDone = completedMs !== this.completedBefore.get(job.id) && cursor !== null && !isRunning(cursor, nowMs);
    return isDone ? Number.POSITIVE_INFINITY : nowMs;
  }
}
