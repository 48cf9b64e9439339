import { createHash } from 'node:crypto';
import { type DealFilter, dealMargin, type FeedRow, type ProductSnapshot, PROVIDER_OPTIONS, type Verdict } from '@smart-ingestor/contracts';
import { inject, injectable } from 'tsyringe';
import type { ProfitFilterOptions } from './options';

/** Keeps what can be bought now and sold at its 90-day average with enough profit after Amazon's fees. Amounts are in minor units: cents, pence, yen. */
@injectable()
export class ProfitFilter implements DealFilter {
  readonly name = 'profit-filter';
  readonly hash: string;

  constructor(@inject(PROVIDER_OPTIONS) private readonly options: ProfitFilterOptions) {
    this.hash = createHash('sha256').update(JSON.stringify(options)).digest('hex').slice(0, 16);
  }

  /** The row knows no fees, but whoever does not earn enough before them will not after them: rejected without a single token. */
  judgeRow({ currentMinor, avg90Minor }: FeedRow): Verdict {
    if (currentMinor === null || avg90Minor === null) return { keep: true };
    return avg90Minor - currentMinor >= this.options.minProfitMinor ? { keep: true } : { keep: false, reason: 'profit-below-min-before-fees' };
  }

  /** The peek (1 token) knows the fees. An unknown fee makes the profit unknown: then the options decide. */
  judgePeek(row: FeedRow, product: ProductSnapshot): Verdict {
    const profitMinor = dealMargin(row, product);
    if (profitMinor === null) return this.options.unknown === 'keep' ? { keep: true } : { keep: false, reason: 'profit-unknown' };
    return profitMinor >= this.options.minProfitMinor ? { keep: true } : { keep: false, reason: 'profit-below-min' };
  }
}
