import { FREE, isHeld } from '../rules/item-book';
import { type SortedEntry, SortedRows } from './sorted-rows';

/** A row that is taken for one request at a time. */
export interface LeasedRow {
  attempts: number;
  fence: number;
  heldBy: string | null;
  heldFromMs: number;
  heldUntilMs: number;
}

/** Rows that fall due by a time of theirs: the free ones in its order, the held ones apart. */
export class DueLane<R extends LeasedRow> {
  private readonly free = new SortedRows<R>();
  private readonly entries = new Map<R, SortedEntry<R>>();
  private readonly held = new Set<R>();

  /** `dueOf`: the time by which a row is due; the lowest first. */
  constructor(private readonly dueOf: (row: R) => number) {}

  /** Takes the row in, or notes what has changed about it. */
  put(row: R): void {
    this.remove(row);
    if (row.heldUntilMs === 0) this.entries.set(row, this.free.add(row, this.dueOf(row)));
    else this.held.add(row);
  }

  remove(row: R): void {
    const entry = this.entries.get(row);
    if (entry !== undefined) this.free.delete(entry);
    this.entries.delete(row);
    this.held.delete(row);
  }

  /** Up to `limit` free rows that are due before `beforeMs`, longest due first. Holds that have ended, or were given by another clock, count as free. */
  due(limit: number, beforeMs: number, nowMs: number): readonly R[] {
    for (const row of [...this.held]) {
      if (!isHeld(row, nowMs)) this.put(Object.assign(row, FREE));
    }
    return this.free.first(limit, beforeMs);
  }

  /** `due`: what `due` would find now; `nextFreeAtMs`: where that is nothing, when a held row that is due becomes free. */
  status(beforeMs: number, nowMs: number): { readonly rows: number; readonly due: number; readonly nextFreeAtMs: number | null } {
    const heldDue = [...this.held].filter((row) => this.dueOf(row) < beforeMs);
    const waiting = heldDue.filter((row) => isHeld(row, nowMs));
    const due = this.free.countBelow(beforeMs) + heldDue.length - waiting.length;
    const nextFreeAtMs = due > 0 || waiting.length === 0 ? null : Math.min(...waiting.map((row) => row.heldUntilMs));
    return { rows: this.free.size + this.held.size, due, nextFreeAtMs };
  }

  /** A lease that ran out stays free, and one that was taken over carries another owner. */
  renew(owner: string, heldUntilMs: number, nowMs: number): void {
    for (const row of this.held) {
      if (row.heldBy === owner && row.heldUntilMs > nowMs) Object.assign(row, { heldFromMs: nowMs, heldUntilMs });
    }
  }
}

/** Leases the row. It must be put into its lane again. */
export function hold(row: LeasedRow, { owner, leaseMs, nowMs }: { readonly owner: string; readonly leaseMs: number; readonly nowMs: number }): void {
  Object.assign(row, { fence: row.fence + 1, heldBy: owner, heldFromMs: nowMs, heldUntilMs: nowMs + leaseMs });
}

/** Ends the lease, with a wait where there is one. It must be put into its lane again. */
export function release(row: LeasedRow, attempts: number, waitsUntilMs: number, nowMs: number): void {
  Object.assign(row, { fence: row.fence + 1, attempts, heldBy: null, heldFromMs: waitsUntilMs === 0 ? 0 : nowMs, heldUntilMs: waitsUntilMs });
}
