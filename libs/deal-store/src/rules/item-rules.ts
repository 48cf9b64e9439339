import type { CommitOutcome, ItemTransition, NewItem } from '@smart-ingestor/contracts';
import { isClaimed, isOpen, type ItemBook, type ItemRow } from './item-book';

export type ItemCountsOfCommit = Pick<CommitOutcome, 'itemsAdded' | 'rejectedByReason' | 'itemsSuperseded' | 'fencedOut'>;

/**
 * Applies what a commit says of work items: first the transitions, then the new items (so that an item handed back by this very commit can
 * be overtaken by one that it delivers). `book` must hold, per ASIN concerned, every open item and every item from the given lastUpdate on.
 */
export function applyToItems(
  book: ItemBook,
  transitions: readonly ItemTransition[],
  newItems: readonly NewItem[],
  nowMs: number,
): ItemCountsOfCommit {
  const counts = { itemsAdded: 0, rejectedByReason: {} as Record<string, number>, itemsSuperseded: 0, fencedOut: 0 };
  for (const transition of transitions) {
    const ended = transit(book, transition, nowMs);
    if (ended === 'fenced-out') counts.fencedOut += 1;
    if (ended === 'superseded') counts.itemsSuperseded += 1;
  }
  const oldestFirst = [...newItems].sort((a, b) => a.lastUpdateMs - b.lastUpdateMs);
  for (const item of oldestFirst) {
    const { row, overtaken } = enter(book, item, nowMs);
    counts.itemsSuperseded += overtaken;
    if (row === null) continue;
    counts.itemsAdded += 1;
    if (row.state === 'rejected') counts.rejectedByReason[row.reason ?? 'unknown'] = (counts.rejectedByReason[row.reason ?? 'unknown'] ?? 0) + 1;
  }
  return counts;
}

/**
 * Ends a claim. An item that would stay open although a newer delivery of its ASIN is known is superseded instead (while it was leased
 * nothing could overtake it), and hands a paid peek on.
 */
function transit(book: ItemBook, { item, to, reason, attempts, notBeforeMs }: ItemTransition, nowMs: number): 'moved' | 'superseded' | 'fenced-out' {
  const row = book.find(item);
  if (row === undefined || row.fence !== item.fence || row.state !== item.state || !isOpen(row)) return 'fenced-out';
  const staysOpen = to === 'queued' || to === 'accepted';
  const newest = book.newest(item)!;
  const retryAtMs = staysOpen && notBeforeMs !== undefined && notBeforeMs > nowMs ? notBeforeMs : 0;
  const released = { heldBy: null, heldFromMs: retryAtMs === 0 ? 0 : nowMs, heldUntilMs: retryAtMs, fence: row.fence + 1 };
  if (staysOpen && newest.lastUpdateMs > row.lastUpdateMs) {
    book.change(row, { ...released, state: 'superseded', reason: null, heldFromMs: 0, heldUntilMs: 0 });
    if (to === 'accepted' && newest.state === 'queued' && !isClaimed(newest, nowMs)) book.change(newest, { state: 'accepted', attempts: 0 });
    return 'superseded';
  }
  book.change(row, { ...released, state: to, reason, attempts: attempts ?? (to === row.state ? row.attempts : 0) });
  return 'moved';
}

/** Lets one delivered row in. `row: null`: it was known and is left alone. */
function enter(book: ItemBook, item: NewItem, nowMs: number): { row: ItemRow | null; overtaken: number } {
  const known = book.find(item);
  const newest = book.newest(item);
  const isLate = newest !== undefined && newest.lastUpdateMs > item.lastUpdateMs;
  if (known !== undefined && (isLate || known.state !== 'rejected' || known.filterHash === item.filterHash)) return { row: null, overtaken: 0 };
  if (isLate) return { row: written(book, undefined, item, 'superseded'), overtaken: 0 };
  const overtaken = book.siblings(item).filter((row) => isOpen(row) && row.lastUpdateMs < item.lastUpdateMs && !isClaimed(row, nowMs));
  const peekIsPaid = overtaken.some((row) => row.state === 'accepted');
  for (const row of overtaken) {
    book.change(row, { state: 'superseded', reason: null, fence: row.fence + 1, heldBy: null, heldFromMs: 0, heldUntilMs: 0 });
  }
  return { row: written(book, known, item, item.state === 'queued' && peekIsPaid ? 'accepted' : item.state), overtaken: overtaken.length };
}

function written(book: ItemBook, known: ItemRow | undefined, item: NewItem, state: ItemRow['state']): ItemRow {
  const { jobId, domainId, asin, lastUpdateMs, feed, filterHash } = item;
  const reason = state === 'superseded' ? null : item.reason;
  const free = { attempts: 0, heldBy: null, heldFromMs: 0, heldUntilMs: 0 };
  if (known !== undefined) {
    book.change(known, { ...free, state, reason, filterHash, feed });
    return known;
  }
  const row: ItemRow = { jobId, domainId, asin, lastUpdateMs, ...free, state, reason, filterHash, feed, fence: 0 };
  book.add(row);
  return row;
}
