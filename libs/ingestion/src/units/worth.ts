import type { DealValue, FeedRow, ProductSnapshot } from '@smart-ingestor/contracts';

/** What an item is worth. A value that throws, or is no finite number, must not lose what was paid for: it counts as 0. */
export function worthOf(dealValue: DealValue, row: FeedRow, product: ProductSnapshot | null): number {
  try {
    const value = dealValue.valueOf(row, product);
    return Number.isFinite(value) ? value : 0;
  } catch {
    return 0;
  }
}
