import type { Deal } from '@smart-ingestor/contracts';
import { type SortedEntry, SortedRows } from './sorted-rows';

/** The rows that people see, by their latest sighting: the oldest is asked for once a minute, and a table may have any number of rows. */
export class SeenOrder<R extends { readonly deal: Deal }> {
  private readonly rows = new SortedRows<R>();
  private readonly entries = new Map<R, SortedEntry<R>>();

  /** Takes the row in, or notes that it was seen again. */
  put(row: R): void {
    this.remove(row);
    this.entries.set(row, this.rows.add(row, row.deal.lastSeenMs));
  }

  remove(row: R): void {
    const entry = this.entries.get(row);
    if (entry !== undefined) this.rows.delete(entry);
    this.entries.delete(row);
  }

  oldestMs(): number | null {
    return this.rows.first(1, Number.POSITIVE_INFINITY)[0]?.deal.lastSeenMs ?? null;
  }
}
