import type { BucketState } from './bucket-state';
import type { RequestCost } from './cost';

export type TokenDecision =
  | { readonly kind: 'allow' }
  | { readonly kind: 'wait'; readonly untilMs: number; readonly reason: string }
  /** Send less: this many worst-case tokens fit now. Never below the cost's smallest unit. */
  | { readonly kind: 'split'; readonly affordableTokens: number }
  /** It can never fit this account. */
  | { readonly kind: 'refuse'; readonly reason: string };

/** Whether a request of this cost may leave now. Pure and synchronous; it never throws for want of tokens. */
export interface TokenPolicy {
  readonly name: string;
  decide(state: BucketState, cost: RequestCost, nowMs: number): TokenDecision;
}
