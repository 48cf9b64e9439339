import type { BucketState, RequestCost, TokenDecision, TokenPolicy } from '@smart-ingestor/contracts';
import { injectable } from 'tsyringe';
import { admit } from './admission';

/** Nothing is sent that could take the balance below 0. */
@injectable()
export class NoDebt implements TokenPolicy {
  readonly name = 'no-debt';

  decide(state: BucketState, cost: RequestCost, nowMs: number): TokenDecision {
    return admit(0, state, cost, nowMs);
  }
}
