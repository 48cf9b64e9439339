import type { BatchPolicy } from './batch-policy';
import type { TokenPolicy } from './token-policy';

/** A named set of policies. */
export interface Tier {
  readonly name: string;
  readonly tokenPolicy: TokenPolicy;
  readonly batchPolicy: BatchPolicy;
}

/** Picks the tier of a refill rate. Asked again with every reading, so a plan change switches policies live. */
export interface TierSelector {
  select(refillPerMinute: number): Tier;
}
