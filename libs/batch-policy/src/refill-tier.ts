import { type BatchPlan, type BatchPolicy, type BucketState, type CostEstimate, PROVIDER_OPTIONS } from '@smart-ingestor/contracts';
import { inject, injectable } from 'tsyringe';
import { planOf } from './ceiling';
import type { RefillTierOptions } from './options';

/** The default: two sizes, chosen by how fast the account refills. */
@injectable()
export class RefillTier implements BatchPolicy {
  readonly name = 'refill-tier';

  constructor(@inject(PROVIDER_OPTIONS) private readonly options: RefillTierOptions) {}

  plan(state: BucketState, _costPerItem: CostEstimate, pending: number): BatchPlan {
    const { boundaryRefillPerMinute, sizeAtOrAbove, sizeBelow } = this.options;
    const rate = `refill ${state.refillPerMinute}/min is`;
    return state.refillPerMinute >= boundaryRefillPerMinute
      ? planOf(sizeAtOrAbove, pending, `${rate} at or above the boundary of ${boundaryRefillPerMinute}: ${sizeAtOrAbove}`)
      : planOf(sizeBelow, pending, `${rate} below the boundary of ${boundaryRefillPerMinute}: ${sizeBelow}`);
  }
}
