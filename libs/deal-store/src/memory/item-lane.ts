import { LONGEST_PROCESSING_MS, type OpenState, type QueueSummary } from '@smart-ingestor/contracts';
import { type ItemRow, LAPSED } from '../rules/item-book';
import { type HeapEntry, LazyHeap } from './lazy-heap';

/** The open items of one job and class: the free ones by value, the others by when they become free. */
export class ItemLane {
  private readonly free: Record<OpenState, LazyHeap<ItemRow>> = { queued: new LazyHeap(), accepted: new LazyHeap() };
  private readonly held = new LazyHeap<ItemRow>();
  private readonly entries = new Map<ItemRow, [LazyHeap<ItemRow>, HeapEntry<ItemRow>]>();
  /** No hold in this lane began later. */
  private latestHoldFromMs = 0;

  /** Takes the row in, or notes what has changed about it. */
  put(row: ItemRow): void {
    this.remove(row);
    const isFree = row.heldUntilMs === 0;
    const heap = isFree ? this.free[row.state as OpenState] : this.held;
    this.entries.set(row, [heap, isFree ? heap.push(row, row.value, row.lastUpdateMs) : heap.push(row, -row.heldUntilMs, 0)]);
    if (!isFree) this.latestHoldFromMs = Math.max(this.latestHoldFromMs, row.heldFromMs);
  }

  remove(row: ItemRow): void {
    const known = this.entries.get(row);
    if (known === undefined) return;
    known[0].drop(known[1]);
    this.entries.delete(row);
  }

  /** The best items that are free and may be taken, no longer in this lane. */
  take(state: OpenState, limit: number, mayBeTaken: (row: ItemRow) => boolean): readonly ItemRow[] {
    const taken: ItemRow[] = [];
    const left: ItemRow[] = [];
    while (taken.length < limit) {
      const row = this.free[state].pop();
      if (row === undefined) break;
      this.entries.delete(row);
      (mayBeTaken(row) ? taken : left).push(row);
    }
    for (const row of left) this.put(row);
    return taken;
  }

  /** `bound`: free items that may not be taken by the one who asks, and when that may end. */
  queue(bound: ReadonlySet<ItemRow>, boundUntilMs: number): QueueSummary {
    const boundQueued = [...bound].filter(({ state }) => state === 'queued').length;
    const nextFreeAtMs = Math.min(this.held.peek()?.of.heldUntilMs ?? Number.POSITIVE_INFINITY, boundUntilMs);
    return {
      queued: this.free.queued.size - boundQueued,
      accepted: this.free.accepted.size - (bound.size - boundQueued),
      held: this.held.size + bound.size,
      nextFreeAtMs: nextFreeAtMs === Number.POSITIVE_INFINITY ? null : nextFreeAtMs,
    };
  }

  hasFree(row: ItemRow): boolean {
    return row.heldUntilMs === 0 && this.entries.has(row);
  }

  /** Holds that have ended, and those of another clock, freed (whose they were stays); the caller puts them in again. */
  *ended(nowMs: number): Iterable<ItemRow> {
    for (let top = this.held.peek(); top !== undefined && top.of.heldUntilMs <= nowMs; top = this.held.peek()) yield this.freed(top.of);
    const latestMs = nowMs + LONGEST_PROCESSING_MS;
    if (this.latestHoldFromMs <= latestMs) return;
    this.latestHoldFromMs = 0;
    for (const row of this.held.all()) {
      if (row.heldFromMs > latestMs) yield this.freed(row);
      else this.latestHoldFromMs = Math.max(this.latestHoldFromMs, row.heldFromMs);
    }
  }

  private freed(row: ItemRow): ItemRow {
    this.remove(row);
    return Object.assign(row, LAPSED);
  }
}
