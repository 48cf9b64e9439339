import type { BatchPlan, BatchPolicy, BucketState, CostEstimate } from '@smart-ingestor/contracts';
import { injectable } from 'tsyringe';
import { planOf } from './ceiling';
import { ASINS_PER_REQUEST_MAX } from './options';

/** As many as the floor affords now, each at its worst case. */
@injectable()
export class BudgetFit implements BatchPolicy {
  readonly name = 'budget-fit';

  plan(_state: BucketState, costPerItem: CostEstimate, pending: number, affordableTokens: number): BatchPlan {
    const fitting = costPerItem.worstTokens > 0 ? Math.floor(affordableTokens / costPerItem.worstTokens) : ASINS_PER_REQUEST_MAX;
    const budget = `${affordableTokens} tokens at up to ${costPerItem.worstTokens} each pay for ${Math.max(0, fitting)}`;
    if (fitting < 1) return planOf(1, pending, `${budget}: the minimum of 1`);
    if (fitting > ASINS_PER_REQUEST_MAX) return planOf(ASINS_PER_REQUEST_MAX, pending, `${budget}: Keepa's limit of ${ASINS_PER_REQUEST_MAX}`);
    return planOf(fitting, pending, budget);
  }
}
