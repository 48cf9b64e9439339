import type { FeedRow } from './feed-row';
import type { ProductSnapshot } from './product-snapshot';

export type Verdict =
  | { readonly keep: true }
  /** `reason` is a stable code such as `price-above-max`. */
  | { readonly keep: false; readonly reason: string };

/** Judges what is already paid for. Pure. A value that is unknown is not a reason to reject unless the filter says so by option. */
export interface DealFilter {
  readonly name: string;
  /** Changes whenever a verdict could: stored data is then judged again at 0 tokens. */
  readonly hash: string;
  judgeRow(row: FeedRow): Verdict;
  judgePeek(row: FeedRow, product: ProductSnapshot): Verdict;
}
