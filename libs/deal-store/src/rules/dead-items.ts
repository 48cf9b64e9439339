import type { DeadItem } from '@smart-ingestor/contracts';
import { FREE, type ItemBook, type ItemRow } from './item-book';
import { DROPPED } from './item-moves';

/** A person's retry: the item begins anew, behind nobody's tokens but those of the person. */
export function retryDeadItem(book: ItemBook, row: ItemRow, peekIsPaid: boolean): void {
  const state = peekIsPaid ? 'accepted' : 'queued';
  book.change(row, { ...FREE, state, reason: null, workClass: 'adhoc', attempts: 0, finishedMs: null, fence: row.fence + 1 });
}

export function dropDeadItem(book: ItemBook, row: ItemRow, nowMs: number): void {
  book.change(row, { ...FREE, state: 'rejected', reason: DROPPED, finishedMs: nowMs, fence: row.fence + 1 });
}

/** `row` is dead, and was loaded with its feed row. */
export function deadItemOf(row: ItemRow): DeadItem {
  const { jobId, domainId, asin, lastUpdateMs, state, workClass, attempts, reason, tokensSpent, failure, finishedMs, feed } = row;
  return {
    ...{ jobId, domainId, asin, lastUpdateMs, state, workClass, attempts, tokensSpent, failure },
    feed: feed!,
    reason: reason ?? 'unknown',
    diedMs: finishedMs ?? lastUpdateMs,
  };
}
