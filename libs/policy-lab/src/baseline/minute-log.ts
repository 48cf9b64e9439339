import type { World } from '../run/lab-run';
import { LAB_JOB } from '../run/production';

const MINUTE_MS = 60_000;

/** The state of one minute, read from the store as `status` reads it. */
export interface Minute {
  readonly atMs: number;
  /** Something could be bought: items wait, or rows are due. */
  readonly isQueued: boolean;
  /** Start of the last read that reached known ground; `null` before the first complete pass. */
  readonly headKnownMs: number | null;
  /** Start of the last complete pass, and its end. */
  readonly coveredToMs: number | null;
  readonly passCompletedMs: number | null;
  readonly pagesPerPass: number;
}

/** Looks at the store once a minute until the run ends. */
export async function logMinutes(world: World, refreshWithinMs: number, log: Minute[]): Promise<void> {
  const { clock, signal } = world;
  while (!signal.aborted) {
    log.push(await minuteOf(world, refreshWithinMs));
    await clock.sleep(MINUTE_MS, signal).catch(() => undefined);
  }
}

async function minuteOf({ clock, store }: World, refreshWithinMs: number): Promise<Minute> {
  const nowMs = clock.nowMs();
  const queue = await store.work.queue(LAB_JOB, 'discover', nowMs);
  const { dueRows } = await store.deals.refreshStatus({ jobId: LAB_JOB, domainId: 1, seenBeforeMs: nowMs - refreshWithinMs, nowMs });
  const [job] = (await store.jobStatus(nowMs)).filter(({ jobId }) => jobId === LAB_JOB);
  const [cursor, head] = [job?.cursor ?? null, job?.head ?? null];
  const coveredToMs = cursor?.coveredToMs ?? null;
  return {
    atMs: nowMs,
    isQueued: queue.queued + queue.accepted + dueRows > 0,
    headKnownMs: coveredToMs === null ? null : Math.max(coveredToMs, head?.reachedMs ?? Number.NEGATIVE_INFINITY),
    coveredToMs,
    passCompletedMs: cursor?.passCompletedMs ?? null,
    pagesPerPass: cursor?.pagesPerPass ?? 0,
  };
}
