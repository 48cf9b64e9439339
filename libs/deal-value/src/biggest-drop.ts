import type { DealValue, FeedRow, ProductSnapshot } from '@smart-ingestor/contracts';
import { injectable } from 'tsyringe';

/** Percent below the 90-day average, as the newest answer tells it; unknown counts as no drop. */
@injectable()
export class BiggestDrop implements DealValue {
  readonly name = 'biggest-drop';

  valueOf(row: FeedRow, product: ProductSnapshot | null): number {
    const current = product?.statistics?.current[row.priceType] ?? null;
    const average = product?.statistics?.avg90[row.priceType] ?? null;
    if (current === null || average === null || average <= 0) return row.drop90Percent ?? 0;
    return (100 * (average - current)) / average;
  }
}
