import type { BucketState } from '@smart-ingestor/contracts';

/** What may be counted on: the lower bound of the balance less the worst case of everything in flight. Negative = debt. */
export function availableTokens(state: BucketState): number {
  return state.balanceTokens - state.reservedWorstTokens;
}

/**
 * When `availableTokens` reaches `targetTokens` by refill alone; the past if it already has, `null` if it never will.
 * @example 5/min, −14 available, target 1 → the third tick from now
 */
export function reachedAtMs(state: BucketState, targetTokens: number): number | null {
  const missing = targetTokens - availableTokens(state);
  if (missing <= 0) return state.nextRefillAtMs - state.tickMs;
  if (state.refillMilliTokensPerTick <= 0 || targetTokens > state.capacityTokens - state.reservedWorstTokens) return null;
  const ticks = Math.ceil((missing * 1_000) / state.refillMilliTokensPerTick);
  return state.nextRefillAtMs + (ticks - 1) * state.tickMs;
}
