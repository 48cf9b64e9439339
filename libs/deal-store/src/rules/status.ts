import type { CoverageGap, FeedCursor, FeedHead, ItemCounts, ItemState, JobStatus } from '@smart-ingestor/contracts';

/** Items of one job, state and reason, counted. */
export interface ItemGroup {
  readonly jobId: string;
  readonly state: ItemState;
  readonly reason: string | null;
  readonly items: number;
}

/** The deals that a job keeps fresh. */
export interface JobDeals {
  readonly deals: number;
  readonly oldestSeenMs: number | null;
}

export interface JobFacts {
  readonly groups: readonly ItemGroup[];
  readonly cursors: readonly FeedCursor[];
  readonly heads: readonly FeedHead[];
  readonly gapsOf: ReadonlyMap<string, readonly CoverageGap[]>;
  readonly oldestOpenMs: ReadonlyMap<string, number>;
  readonly finishedLastHour: ReadonlyMap<string, number>;
  readonly deals: ReadonlyMap<string, JobDeals>;
}

/** Gaps that the status of a job shows. */
export const GAPS_SHOWN = 5;

export const HOUR_MS = 3_600_000;

/** Every job that has items, a cursor or a head, by name. */
export function jobIdsOf(groups: readonly ItemGroup[], ...feeds: readonly (readonly { readonly jobId: string }[])[]): readonly string[] {
  const known = [...groups.filter((group) => group.items > 0), ...feeds.flat()];
  return [...new Set(known.map(({ jobId }) => jobId))].sort();
}

/** A job whose query changed has several cursors and heads: the newest of each counts. */
export function jobStatusOf(facts: JobFacts): readonly JobStatus[] {
  return jobIdsOf(facts.groups, facts.cursors, facts.heads).map((jobId) => {
    const own = facts.groups.filter((group) => group.jobId === jobId);
    const { deals, oldestSeenMs } = facts.deals.get(jobId) ?? { deals: 0, oldestSeenMs: null };
    return {
      jobId,
      items: countsOf(own),
      rejectedByReason: rejectedOf(own),
      oldestOpenMs: facts.oldestOpenMs.get(jobId) ?? null,
      finishedLastHour: facts.finishedLastHour.get(jobId) ?? 0,
      cursor: newest(jobId, facts.cursors, (cursor) => cursor.passStartedMs),
      head: newest(jobId, facts.heads, (head) => head.startedMs),
      gaps: facts.gapsOf.get(jobId) ?? [],
      deals,
      oldestSeenMs,
    };
  });
}

function countsOf(groups: readonly ItemGroup[]): ItemCounts {
  const counts: Record<ItemState, number> = { queued: 0, accepted: 0, stored: 0, rejected: 0, dead: 0, superseded: 0 };
  for (const { state, items } of groups) counts[state] += items;
  return counts;
}

function rejectedOf(groups: readonly ItemGroup[]): Record<string, number> {
  const byReason: Record<string, number> = {};
  for (const { state, reason, items } of groups) {
    if (state === 'rejected' && items > 0) byReason[reason ?? 'unknown'] = (byReason[reason ?? 'unknown'] ?? 0) + items;
  }
  return byReason;
}

function newest<T extends { readonly jobId: string }>(jobId: string, all: readonly T[], startedMs: (one: T) => number): T | null {
  const own = all.filter((one) => one.jobId === jobId);
  return own.reduce<T | null>((best, one) => (best === null || startedMs(one) >= startedMs(best) ? one : best), null);
}
