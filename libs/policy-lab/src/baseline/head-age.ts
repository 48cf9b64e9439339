import type { Minute } from './minute-log';

const MINUTE_MS = 60_000;

/** Oldest that the head cursor ever was, counted from `fromMs` (the first positive balance) and from the end of the first pass; `null`: no pass ended. */
export function oldestHeadMs(log: readonly Minute[], fromMs: number): number | null {
  const firstEndMs = log.find(({ passCompletedMs }) => passCompletedMs !== null)?.passCompletedMs ?? null;
  if (firstEndMs === null) return null;
  const countedFromMs = Math.max(fromMs, firstEndMs);
  return log.reduce((oldest, { atMs, headKnownMs }) => Math.max(oldest, atMs - Math.max(headKnownMs ?? 0, countedFromMs)), 0);
}

/** Longest time from the start of one complete pass to the start of the next; `null`: fewer than two. The one that runs at the end counts from its predecessor's start. */
export function longestCadenceMs(log: readonly Minute[]): number | null {
  const starts = [...new Set(log.flatMap(({ coveredToMs }) => (coveredToMs === null ? [] : [coveredToMs])))];
  if (starts.length < 2) return null;
  return Math.max(...starts.slice(1).map((startMs, index) => startMs - starts[index]!));
}

/** What `status` states, and what one unit's debt may add to it. */
export function statedCadenceMs(pagesPerPass: number, refillPerMinute: number, scanShare: number, unitRefillMinutes: number): number {
  const affordedMs = (5 * pagesPerPass * MINUTE_MS) / (scanShare * refillPerMinute);
  return Math.max(15 * MINUTE_MS, affordedMs + unitRefillMinutes * MINUTE_MS);
}
