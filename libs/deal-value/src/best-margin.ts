import { dealMargin, type DealValue, type FeedRow, type ProductSnapshot } from '@smart-ingestor/contracts';
import { injectable } from 'tsyringe';

/** What is left of a sale at the 90-day average after Amazon's fees, in the smallest unit of the domain. Fees come with the peek; before it, and wherever they are unknown, 0. */
@injectable()
export class BestMargin implements DealValue {
  readonly name = 'best-margin';

  valueOf(row: FeedRow, product: ProductSnapshot | null): number {
    return product === null ? 0 : (dealMargin(row, product) ?? 0);
  }
}
