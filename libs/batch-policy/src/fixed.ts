import { type BatchPlan, type BatchPolicy, type BucketState, type CostEstimate, PROVIDER_OPTIONS } from '@smart-ingestor/contracts';
import { inject, injectable } from 'tsyringe';
import { planOf } from './ceiling';
import type { FixedOptions } from './options';

/** The same size on every plan. */
@injectable()
export class Fixed implements BatchPolicy {
  readonly name = 'fixed';

  constructor(@inject(PROVIDER_OPTIONS) private readonly options: FixedOptions) {}

  plan(_state: BucketState, _costPerItem: CostEstimate, pending: number): BatchPlan {
    return planOf(this.options.size, pending, `fixed size ${this.options.size}`);
  }
}
