import { type ItemKey, type ItemState, ItemStateError, type ItemTransition } from '@smart-ingestor/contracts';
import type { ItemRow } from './item-book';

/** What a move is judged by. */
export type ItemPlace = Pick<ItemRow, 'state' | 'reason' | 'filterHash' | 'workClass' | 'attempts'>;

/** Reason of an item that a person dropped: it stays rejected whatever the filter says later. */
export const DROPPED = 'dropped';

/** Where the pipeline may take an open item. A peek is paid for, so `accepted` never goes back to `queued`. */
const FROM_QUEUED: readonly ItemState[] = ['queued', 'accepted', 'stored', 'rejected', 'dead', 'superseded'];
const FROM_ACCEPTED: readonly ItemState[] = FROM_QUEUED.filter((state) => state !== 'queued');

/**
 * The one rule for the states of an item; a trigger of the SQLite schema says the same, and a test compares the two. `stored` and
 * `superseded` are left by nobody; `rejected` by a delivery that is judged under another filter; `dead` by a person: retry or drop.
 */
export function isLegalMove(from: ItemPlace, to: ItemPlace): boolean {
  switch (from.state) {
    case 'queued':
      return FROM_QUEUED.includes(to.state);
    case 'accepted':
      return FROM_ACCEPTED.includes(to.state);
    case 'rejected':
      return from.reason !== DROPPED && to.filterHash !== from.filterHash && to.state !== 'dead' && to.state !== 'superseded';
    case 'dead':
      if (to.state === 'rejected') return to.reason === DROPPED;
      return (to.state === 'queued' || to.state === 'accepted') && to.workClass === 'adhoc' && to.attempts === 0;
    case 'stored':
    case 'superseded':
      return false;
  }
}

/** @throws {ItemStateError} */
export function requireLegalMove(row: ItemRow, fields: Partial<ItemRow>): void {
  const to = { ...row, ...fields };
  if (!isLegalMove(row, to)) throw illegalMove(row, to.state);
}

/** Of all that a commit asks for, before any of it is done. @throws {ItemStateError} */
export function requireLegalTransitions(transitions: readonly ItemTransition[]): void {
  for (const { item, to } of transitions) {
    const reachable = item.state === 'queued' ? FROM_QUEUED : item.state === 'accepted' ? FROM_ACCEPTED : [];
    if (!reachable.includes(to)) throw illegalMove(item, to);
  }
}

function illegalMove(item: ItemKey & { readonly state: ItemState }, to: ItemState): ItemStateError {
  const named = `${item.asin} of domain ${item.domainId}, job ${item.jobId}, version ${item.lastUpdateMs}`;
  return new ItemStateError(`Work item ${named} cannot go from ${item.state} to ${to}. Nothing was written.`);
}
