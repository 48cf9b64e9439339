import type { DealValue } from '../deals/deal-value';
import type { BatchPolicy } from './batch-policy';
import type { TokenPolicy } from './token-policy';

/** A named set of policies. */
export interface Tier {
  readonly name: string;
  readonly tokenPolicy: TokenPolicy;
  readonly batchPolicy: BatchPolicy;
  /** Which of the waiting items are worth their tokens first. */
  readonly dealValue: DealValue;
}

/** Picks the tier of a refill rate. Asked again with every reading, so a plan change switches policies live. */
export interface TierSelector {
  select(refillPerMinute: number): Tier;
}
