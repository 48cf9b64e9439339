import type { ItemRow } from '../rules/item-book';
import { dealKey } from '../rules/item-rules';

/** The open items of each product, of all jobs. */
export class OpenProducts {
  private readonly rows = new Map<string, readonly ItemRow[]>();

  add(row: ItemRow): void {
    this.rows.set(dealKey(row), [...(this.rows.get(dealKey(row)) ?? []), row]);
  }

  remove(row: ItemRow): void {
    const left = this.beside(row);
    if (left.length > 0) this.rows.set(dealKey(row), left);
    else this.rows.delete(dealKey(row));
  }

  /** The others of its product. */
  beside(row: ItemRow): readonly ItemRow[] {
    return (this.rows.get(dealKey(row)) ?? []).filter((other) => other !== row);
  }
}
