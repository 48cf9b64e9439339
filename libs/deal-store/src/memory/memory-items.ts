import type { ClaimedItem, ClaimRequest, DeadQuery, ItemClass, ItemKey, ItemTransition, NewItem, QueueSummary } from '@smart-ingestor/contracts';
import { dropDeadItem, retryDeadItem } from '../rules/dead-items';
import { FREE, isClaimed, isOpen, ItemBook, type ItemRow } from '../rules/item-book';
import { applyToItems, type CommitTerms, type ItemsOutcome } from '../rules/item-rules';
import type { ItemGroup } from '../rules/status';
import { ItemLane } from './item-lane';
import { JobCounts } from './job-counts';
import { type HeapEntry, LazyHeap } from './lazy-heap';
import { OpenProducts } from './open-products';

/** Work items with what `claim`, `queue` and `status` ask for kept up to date, so that none of them reads the queue. */
export class MemoryItems {
  private readonly book = new ItemBook();
  private readonly rows = new Set<ItemRow>();
  private readonly lanes = new Map<string, ItemLane>();
  private readonly laneOf = new Map<ItemRow, ItemLane>();
  private readonly openProducts = new OpenProducts();
  private readonly oldest = new Map<string, LazyHeap<ItemRow>>();
  private readonly ages = new Map<ItemRow, HeapEntry<ItemRow>>();
  private readonly heldBy = new Map<string, Set<ItemRow>>();
  private readonly holderOf = new Map<ItemRow, string>();
  private readonly deadRows = new Set<ItemRow>();
  private readonly counts = new JobCounts();

  apply(transitions: readonly ItemTransition[], newItems: readonly NewItem[], terms: CommitTerms): ItemsOutcome {
    const outcome = applyToItems(this.book, transitions, newItems, terms);
    this.takeChanges();
    return outcome;
  }

  claim({ jobId, state, workClass = 'discover', limit, owner, leaseMs, nowMs }: ClaimRequest): readonly ClaimedItem[] {
    const lane = this.freshLane(jobId, workClass, nowMs);
    const claimed: ClaimedItem[] = [];
    const mayBeTaken = (row: ItemRow): boolean => {
      return row.heldBy !== owner && !this.openProducts.beside(row).some((other) => isClaimed(other, nowMs, owner));
    };
    for (const row of lane.take(state, limit, mayBeTaken)) {
      Object.assign(row, { fence: row.fence + 1, heldBy: owner, heldFromMs: nowMs, heldUntilMs: nowMs + leaseMs });
      this.place(row);
      const { domainId, asin, lastUpdateMs, feed, attempts, fence } = row;
      claimed.push({ jobId, domainId, asin, lastUpdateMs, state, workClass, feed: feed!, attempts, fence });
    }
    return claimed;
  }

  queue(jobId: string, workClass: ItemClass, nowMs: number, owner: string | undefined): QueueSummary {
    const lane = this.freshLane(jobId, workClass, nowMs);
    const bound = new Set(this.held(owner).filter((row) => lane.hasFree(row)));
    let untilMs = Number.POSITIVE_INFINITY;
    for (const row of this.holderOf.keys()) {
      if (!isClaimed(row, nowMs, owner)) continue;
      for (const other of this.openProducts.beside(row)) {
        if (!lane.hasFree(other) || other.heldBy === owner) continue;
        bound.add(other);
        if (row.heldUntilMs > nowMs) untilMs = Math.min(untilMs, row.heldUntilMs);
      }
    }
    return lane.queue(bound, untilMs);
  }

  renew(owner: string, heldUntilMs: number, nowMs: number): void {
    for (const row of this.held(owner)) this.place(Object.assign(row, { heldFromMs: nowMs, heldUntilMs }));
  }

  free(owner: string): void {
    for (const row of this.held(owner)) this.place(Object.assign(row, FREE));
  }

  /** lastUpdate of the newest item of each ASIN that has one. */
  newest(jobId: string, domainId: number, asins: readonly string[]): ReadonlyMap<string, number> {
    const known = asins.map((asin) => [asin, this.book.newest({ jobId, domainId, asin })?.lastUpdateMs] as const);
    return new Map(known.filter((entry): entry is readonly [string, number] => entry[1] !== undefined));
  }

  /** Newest first. */
  dead({ jobId, asin, limit }: DeadQuery): readonly ItemRow[] {
    const found = [...this.deadRows].filter((row) => (jobId === undefined || row.jobId === jobId) && (asin === undefined || row.asin === asin));
    return found.sort((a, b) => (b.finishedMs ?? 0) - (a.finishedMs ?? 0)).slice(0, limit);
  }

  retryDead(query: Omit<DeadQuery, 'limit'>, peekIsPaid: (row: ItemKey) => boolean): number {
    const found = this.dead(query);
    for (const row of found) retryDeadItem(this.book, row, peekIsPaid(row));
    this.takeChanges();
    return found.length;
  }

  dropDead(query: Omit<DeadQuery, 'limit'>, nowMs: number): number {
    const found = this.dead(query);
    for (const row of found) dropDeadItem(this.book, row, nowMs);
    this.takeChanges();
    return found.length;
  }

  jobIds(): readonly string[] {
    return [...new Set(this.counts.itemGroups().map(({ jobId }) => jobId))];
  }

  all(): Iterable<ItemRow> {
    return this.rows;
  }

  find(key: ItemKey): ItemRow | undefined {
    return this.book.find(key);
  }

  /** In place of one with the same key. */
  replace(row: ItemRow): void {
    const known = this.book.find(row);
    if (known !== undefined) this.forget(known);
    this.book.add(row);
    this.takeChanges();
  }

  forget(row: ItemRow): void {
    this.book.remove(row);
    this.unplace(row);
    this.deadRows.delete(row);
    this.rows.delete(row);
    this.counts.forget(row);
  }

  itemGroups(): readonly ItemGroup[] {
    return this.counts.itemGroups();
  }

  finishedLastHour(nowMs: number): ReadonlyMap<string, number> {
    return this.counts.finishedLastHour(nowMs);
  }

  oldestOpenMs(): ReadonlyMap<string, number> {
    const tops = [...this.oldest].map(([jobId, heap]) => [jobId, heap.peek()?.of.lastUpdateMs] as const);
    return new Map(tops.flatMap(([jobId, lastUpdateMs]) => (lastUpdateMs === undefined ? [] : [[jobId, lastUpdateMs] as const])));
  }

  private takeChanges(): void {
    for (const row of this.book.takeChanged()) {
      this.rows.add(row);
      this.place(row);
      if (row.state === 'dead') this.deadRows.add(row);
      else this.deadRows.delete(row);
      this.counts.count(row);
    }
  }

  private freshLane(jobId: string, workClass: ItemClass, nowMs: number): ItemLane {
    const lane = this.lane(jobId, workClass);
    for (const row of lane.ended(nowMs)) this.place(row);
    return lane;
  }

  private place(row: ItemRow): void {
    const lane = isOpen(row) ? this.lane(row.jobId, row.workClass) : undefined;
    if (this.laneOf.get(row) !== lane || lane === undefined) this.unplace(row);
    if (lane === undefined) return;
    lane.put(row);
    if (!this.laneOf.has(row)) this.openProducts.add(row);
    this.laneOf.set(row, lane);
    if (!this.ages.has(row)) this.ages.set(row, this.oldestOf(row.jobId).push(row, -row.lastUpdateMs, 0));
    this.hold(row, row.heldBy);
  }

  private unplace(row: ItemRow): void {
    this.laneOf.get(row)?.remove(row);
    if (this.laneOf.delete(row)) this.openProducts.remove(row);
    this.hold(row, null);
    const age = this.ages.get(row);
    if (age === undefined) return;
    this.oldestOf(row.jobId).drop(age);
    this.ages.delete(row);
  }

  private hold(row: ItemRow, owner: string | null): void {
    const known = this.holderOf.get(row) ?? null;
    if (known === owner) return;
    if (known !== null) {
      this.heldBy.get(known)?.delete(row);
      this.holderOf.delete(row);
    }
    if (owner === null) return;
    const held = this.heldBy.get(owner) ?? new Set<ItemRow>();
    this.heldBy.set(owner, held.add(row));
    this.holderOf.set(row, owner);
  }

  private held(owner: string | undefined): readonly ItemRow[] {
    return owner === undefined ? [] : [...(this.heldBy.get(owner) ?? [])];
  }

  private oldestOf(jobId: string): LazyHeap<ItemRow> {
    const known = this.oldest.get(jobId) ?? new LazyHeap<ItemRow>();
    this.oldest.set(jobId, known);
    return known;
  }

  private lane(jobId: string, workClass: ItemClass): ItemLane {
    const key = `${workClass}/${jobId}`;
    const known = this.lanes.get(key) ?? new ItemLane();
    this.lanes.set(key, known);
    return known;
  }
}
