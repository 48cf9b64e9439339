import type { FeedCursor } from '@smart-ingestor/contracts';
import type { Pace } from './parts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** What a pass over a list costs, and how often it is wanted. */
export interface ListPass {
  readonly tokensPerPass: number;
  readonly everyMs: number;
}

/** How long from the start of one pass to the start of the next: as often as wanted, and never more than the scans' share of the refill affords. */
export function listIntervalMs({ tokensPerPass, everyMs }: ListPass, refillPerMinute: number, { scanShare }: Pick<Pace, 'scanShare'>): number {
  return Math.max(everyMs, Math.ceil((tokensPerPass * MINUTE_MS) / (scanShare * Math.max(1, refillPerMinute))));
}

/** When the next page of a list is due; a running pass goes on at once, a pass from the future (the server's clock was set back) starts anew. */
export function listDueMs(cursor: FeedCursor | null, pass: ListPass, refillPerMinute: number, pace: Pick<Pace, 'scanShare'>, nowMs: number): number {
  if (cursor === null || cursor.passStartedMs > nowMs || isListRunning(cursor, nowMs)) return nowMs;
  return cursor.passStartedMs + listIntervalMs(pass, refillPerMinute, pace);
}

/** Unlike a feed a list does not grow old while it is read: a pass goes on however long it was interrupted. */
export function isListRunning(cursor: FeedCursor | null, nowMs: number): boolean {
  return cursor !== null && cursor.pagesRead > 0 && cursor.passStartedMs <= nowMs;
}

/** How often a list is read, and why, in one sentence for people. */
export function explainList(pass: ListPass, refillPerMinute: number, pace: Pick<Pace, 'scanShare'>): string {
  const everyMs = listIntervalMs(pass, refillPerMinute, pace);
  const wanted = `a pass costs ${pass.tokensPerPass} tokens and is wanted every ${hours(pass.everyMs)}`;
  if (everyMs <= pass.everyMs) return wanted;
  return `${wanted}; at ${refillPerMinute}/min and a scan share of ${pace.scanShare} one starts every ${hours(everyMs)}`;
}

function hours(ms: number): string {
  return `${Number((ms / HOUR_MS).toFixed(1))} h`;
}
