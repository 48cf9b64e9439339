import type { Books } from '../account/books';
import { BucketLine } from '../laws/bucket-line';
import { since, type Violation } from '../laws/violation';
import type { Minute } from './minute-log';

const SHORTEST_MS = 60 * 60_000;
const USED_AT_LEAST = 0.95;

export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Stretches of at least an hour in which every minute found something queued. */
export function queuedStretches(log: readonly Minute[]): Stretch[] {
  const stretches: Stretch[] = [];
  let first: Minute | null = null;
  log.forEach((minute, index) => {
    if (minute.isQueued) first ??= minute;
    const isEnd = !minute.isQueued || index === log.length - 1;
    if (first === null || !isEnd) return;
    if (minute.atMs - first.atMs >= SHORTEST_MS) stretches.push({ fromMs: first.atMs, toMs: minute.atMs });
    first = null;
  });
  return stretches;
}

/** I7 over such stretches: spent ≥ 0.95 × (refill + balance at the start) − one unit. */
export function stretchViolations(books: Books, stretches: readonly Stretch[]): Violation[] {
  const line = new BucketLine(books);
  return stretches.flatMap(({ fromMs, toMs }) => {
    const available = line.refill(fromMs, toMs) + line.balanceAt(fromMs);
    const spent = line.spent(fromMs, toMs);
    if (spent >= USED_AT_LEAST * available - books.worstUnitTokens) return [];
    const minutes = Math.round((toMs - fromMs) / 60_000);
    return [{ law: 'I7', message: `${since(books.startedMs, fromMs)}, queued for ${minutes} min: spent ${spent} of ${available} tokens` }];
  });
}

/** Share of what could have been spent while something was queued; `null`: nothing was queued for an hour. */
export function usedShare(books: Books, stretches: readonly Stretch[]): number | null {
  const line = new BucketLine(books);
  let [spent, available] = [0, 0];
  for (const { fromMs, toMs } of stretches) {
    spent += line.spent(fromMs, toMs);
    available += line.refill(fromMs, toMs) + Math.max(0, line.balanceAt(fromMs));
  }
  return available === 0 ? null : spent / available;
}
