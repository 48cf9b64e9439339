import type { FeedRow } from './feed-row';
import type { ProductSnapshot } from './product-snapshot';

/** What an item is worth beside others of the same class: the dearest goes first, equal ones by newest lastUpdate. Pure. */
export interface DealValue {
  readonly name: string;
  /**
   * A finite number; only the order counts. Items of one stage cost the same, so the order by value is the order by value per token.
   * `product` is `null` before the peek.
   */
  valueOf(row: FeedRow, product: ProductSnapshot | null): number;
}
