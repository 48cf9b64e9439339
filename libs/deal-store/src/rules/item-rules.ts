import type { ClaimedItem, CommitOutcome, ItemTransition, NewItem, StoreCommit } from '@smart-ingestor/contracts';
import { FREE, isClaimed, isOpen, type ItemBook, type ItemRow } from './item-book';
import { DROPPED } from './item-moves';

/** When a commit happens, and whose it is where that is known. */
export type CommitTerms = Pick<StoreCommit, 'nowMs' | 'owner'>;

export interface ItemsOutcome {
  readonly counts: Pick<CommitOutcome, 'itemsAdded' | 'rejectedByReason' | 'itemsSuperseded'>;
  /** Claims that were out of date. */
  readonly lost: readonly ClaimedItem[];
  /** Deals (`dealKey`) that another process has now: all their transitions were fenced out. */
  readonly lostDeals: ReadonlySet<string>;
}

/**
 * Applies what a commit says of work items: first the transitions, then the new items (so that an item handed back by this very commit can
 * be overtaken by one that it delivers). `book` must hold, per ASIN concerned, every open item and every item from the given lastUpdate on.
 */
export function applyToItems(
  book: ItemBook,
  transitions: readonly ItemTransition[],
  newItems: readonly NewItem[],
  { nowMs, owner }: CommitTerms,
): ItemsOutcome {
  const counts = { itemsAdded: 0, rejectedByReason: {} as Record<string, number>, itemsSuperseded: 0 };
  const lost: ClaimedItem[] = [];
  const [lostDeals, ownDeals] = [new Set<string>(), new Set<string>()];
  for (const transition of transitions) {
    const ended = transit(book, transition, { nowMs, owner });
    if (ended === 'superseded') counts.itemsSuperseded += 1;
    if (ended === 'fenced-out') lost.push(transition.item);
    (ended === 'fenced-out' ? lostDeals : ownDeals).add(dealKey(transition.item));
  }
  for (const key of ownDeals) lostDeals.delete(key);
  const oldestFirst = [...newItems].sort((a, b) => a.lastUpdateMs - b.lastUpdateMs);
  for (const item of oldestFirst) {
    const { row, overtaken } = enter(book, item, { nowMs, owner });
    counts.itemsSuperseded += overtaken;
    if (row === null) continue;
    counts.itemsAdded += 1;
    if (row.state === 'rejected') counts.rejectedByReason[row.reason ?? 'unknown'] = (counts.rejectedByReason[row.reason ?? 'unknown'] ?? 0) + 1;
  }
  return { counts, lost, lostDeals };
}

export function dealKey({ domainId, asin }: { readonly domainId: number; readonly asin: string }): string {
  return `${domainId}/${asin}`;
}

/**
 * Ends a claim. An item that would stay open although a newer delivery of its ASIN is known is superseded instead (while it was leased
 * nothing could overtake it), and hands a paid peek on.
 */
function transit(book: ItemBook, transition: ItemTransition, { nowMs, owner }: CommitTerms): 'moved' | 'superseded' | 'fenced-out' {
  const { item, to, reason, attempts, notBeforeMs, failure } = transition;
  const row = book.find(item);
  if (row === undefined || row.fence !== item.fence || row.state !== item.state || !isOpen(row)) return 'fenced-out';
  const staysOpen = to === 'queued' || to === 'accepted';
  const spent = { tokensSpent: row.tokensSpent + (failure?.tokens ?? 0), failure: failure ?? (keepsFailure(row, to) ? row.failure : null) };
  const released = { ...FREE, ...spent, fence: row.fence + 1, value: transition.value ?? row.value };
  const newest = book.newest(item)!;
  if (staysOpen && newest.lastUpdateMs > row.lastUpdateMs) {
    book.change(row, { ...released, state: 'superseded', reason: null, finishedMs: nowMs });
    if (to === 'accepted' && newest.state === 'queued' && !isClaimed(newest, nowMs, owner)) book.change(newest, { state: 'accepted', attempts: 0 });
    return 'superseded';
  }
  const waits = staysOpen && notBeforeMs !== undefined && notBeforeMs > nowMs ? { heldFromMs: nowMs, heldUntilMs: notBeforeMs } : {};
  const finishedMs = staysOpen ? null : nowMs;
  book.change(row, { ...released, ...waits, state: to, reason, finishedMs, attempts: attempts ?? (to === row.state ? row.attempts : 0) });
  return 'moved';
}

/** A release and a death are no success. */
function keepsFailure(row: ItemRow, to: ItemTransition['to']): boolean {
  return to === row.state || to === 'dead';
}

/** Lets one delivered row in. `row: null`: it was known and is left alone. */
function enter(book: ItemBook, item: NewItem, { nowMs, owner }: CommitTerms): { row: ItemRow | null; overtaken: number } {
  const known = book.find(item);
  const newest = book.newest(item);
  const isLate = newest !== undefined && newest.lastUpdateMs > item.lastUpdateMs;
  if (known !== undefined && (isLate || !isJudgedAgain(known, item))) return { row: null, overtaken: 0 };
  if (isLate) return { row: written(book, undefined, item, 'superseded', nowMs), overtaken: 0 };
  const overtaken = book.siblings(item).filter((row) => isOpen(row) && row.lastUpdateMs < item.lastUpdateMs && !isClaimed(row, nowMs, owner));
  const peekIsPaid = overtaken.some((row) => row.state === 'accepted');
  for (const row of overtaken) book.change(row, { ...FREE, state: 'superseded', reason: null, fence: row.fence + 1, finishedMs: nowMs });
  return { row: written(book, known, item, item.state === 'queued' && peekIsPaid ? 'accepted' : item.state, nowMs), overtaken: overtaken.length };
}

function isJudgedAgain(known: ItemRow, item: NewItem): boolean {
  return known.state === 'rejected' && known.reason !== DROPPED && known.filterHash !== item.filterHash;
}

function written(book: ItemBook, known: ItemRow | undefined, item: NewItem, state: ItemRow['state'], nowMs: number): ItemRow {
  const { jobId, domainId, asin, lastUpdateMs, feed, filterHash, value, workClass = 'discover' } = item;
  const reason = state === 'superseded' ? null : item.reason;
  const finishedMs = state === 'queued' || state === 'accepted' ? null : nowMs;
  const fields = { ...FREE, state, reason, filterHash, workClass, value, attempts: 0, finishedMs, feed };
  if (known !== undefined) {
    book.change(known, { ...fields, failure: null });
    return known;
  }
  const row: ItemRow = { jobId, domainId, asin, lastUpdateMs, ...fields, failure: null, tokensSpent: 0, fence: 0 };
  book.add(row);
  return row;
}
