import type { LeaseTerms } from '@smart-ingestor/contracts';
import { FREE, isHeld, LAPSED } from '../rules/item-book';
import { type SortedEntry, SortedRows } from './sorted-rows';

/** A row that is taken for one request at a time. */
export interface LeasedRow {
  attempts: number;
  fence: number;
  heldBy: string | null;
  heldFromMs: number;
  heldUntilMs: number;
}

/** Rows that fall due by a time of theirs: the free ones in its order, the held ones apart. A hold that ran out is free for all but its holder. */
export class DueLane<R extends LeasedRow> {
  private readonly free = new SortedRows<R>();
  private readonly entries = new Map<R, SortedEntry<R>>();
  private readonly held = new Set<R>();
  /** Of the free ones: those whose hold ran out. */
  private readonly lapsed = new Set<R>();

  /** `dueOf`: the time by which a row is due; the lowest first. */
  constructor(private readonly dueOf: (row: R) => number) {}

  /** Takes the row in, or notes what has changed about it. */
  put(row: R): void {
    this.remove(row);
    if (row.heldUntilMs === 0) {
      this.entries.set(row, this.free.add(row, this.dueOf(row)));
      if (row.heldBy !== null) this.lapsed.add(row);
    } else this.held.add(row);
  }

  remove(row: R): void {
    const entry = this.entries.get(row);
    if (entry !== undefined) this.free.delete(entry);
    this.entries.delete(row);
    this.held.delete(row);
    this.lapsed.delete(row);
  }

  /** Up to `limit` rows that are free for this owner and due before `beforeMs`, longest due first. Holds that have ended, or were given by another clock, count as free. */
  due(limit: number, beforeMs: number, { owner, nowMs }: Pick<LeaseTerms, 'owner' | 'nowMs'>): readonly R[] {
    for (const row of [...this.held]) {
      if (!isHeld(row, nowMs)) this.put(Object.assign(row, LAPSED));
    }
    return this.free.first(limit, beforeMs, (row) => row.heldBy !== owner);
  }

  /** `due`: what `due` would find now; `nextFreeAtMs`: where that is nothing, when a held row that is due becomes free. */
  status(
    beforeMs: number,
    nowMs: number,
    owner: string | undefined,
  ): { readonly rows: number; readonly due: number; readonly nextFreeAtMs: number | null } {
    const heldDue = [...this.held].filter((row) => this.dueOf(row) < beforeMs);
    const waiting = heldDue.filter((row) => isHeld(row, nowMs));
    const own = owner === undefined ? [] : this.heldBy(owner).filter((row) => this.dueOf(row) < beforeMs && !isHeld(row, nowMs));
    const due = this.free.countBelow(beforeMs) + heldDue.length - waiting.length - own.length;
    const nextFreeAtMs = due > 0 || waiting.length === 0 ? null : Math.min(...waiting.map((row) => row.heldUntilMs));
    return { rows: this.free.size + this.held.size, due, nextFreeAtMs };
  }

  /** Also leases that ran out: one that was taken over carries another owner. */
  renew(owner: string, heldUntilMs: number, nowMs: number): void {
    for (const row of this.heldBy(owner)) this.put(Object.assign(row, { heldFromMs: nowMs, heldUntilMs }));
  }

  freeOf(owner: string): void {
    for (const row of this.heldBy(owner)) this.put(Object.assign(row, FREE));
  }

  private heldBy(owner: string): readonly R[] {
    return [...this.held, ...this.lapsed].filter((row) => row.heldBy === owner);
  }
}

/** Leases the row. It must be put into its lane again. */
export function hold(row: LeasedRow, { owner, leaseMs, nowMs }: LeaseTerms): void {
  Object.assign(row, { fence: row.fence + 1, heldBy: owner, heldFromMs: nowMs, heldUntilMs: nowMs + leaseMs });
}

/** Ends the lease, with a wait where there is one. It must be put into its lane again. */
export function release(row: LeasedRow, attempts: number, waitsUntilMs: number, nowMs: number): void {
  Object.assign(row, { fence: row.fence + 1, attempts, heldBy: null, heldFromMs: waitsUntilMs === 0 ? 0 : nowMs, heldUntilMs: waitsUntilMs });
}
