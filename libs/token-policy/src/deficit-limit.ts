import { type BucketState, PROVIDER_OPTIONS, type RequestCost, type TokenDecision, type TokenPolicy } from '@smart-ingestor/contracts';
import { inject, injectable } from 'tsyringe';
import { admit } from './admission';
import type { DeficitLimitOptions } from './options';

/** The default: debt is allowed, down to a floor. Divisible work is split to what fits, never waited for. */
@injectable()
export class DeficitLimit implements TokenPolicy {
  readonly name = 'deficit-limit';

  constructor(@inject(PROVIDER_OPTIONS) private readonly options: DeficitLimitOptions) {}

  decide(state: BucketState, cost: RequestCost, nowMs: number): TokenDecision {
    return admit(this.options.maxDeficitTokens, state, cost, nowMs);
  }
}
