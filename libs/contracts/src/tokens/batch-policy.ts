import type { BucketState } from './bucket-state';
import type { CostEstimate } from './cost';

export interface BatchPlan {
  /** A ceiling, at least 1: the gate clamps it to what the floor permits. */
  readonly size: number;
  readonly reason: string;
}

/** How many ASINs the next request should carry. Pure and synchronous. */
export interface BatchPolicy {
  readonly name: string;
  plan(state: BucketState, costPerItem: CostEstimate, pending: number, affordableTokens: number): BatchPlan;
}
