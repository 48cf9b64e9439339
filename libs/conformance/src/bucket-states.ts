import { type BucketState, type RequestCost, TICK_MS } from '@smart-ingestor/contracts';
import { capacityOf } from '@smart-ingestor/token-bucket';

/** The time at which the states of the suites are projected: 2026-01-01T00:00Z. */
export const SUITE_NOW_MS = 1_767_225_600_000;

/** Test data: an account at 5 tokens a minute with a full bucket, nothing in flight and a tick in 30 s, except for what `fields` say. */
export function bucketStateOf(fields: Partial<BucketState> = {}): BucketState {
  const refillPerMinute = fields.refillPerMinute ?? 5;
  return {
    balanceTokens: capacityOf(refillPerMinute),
    reservedWorstTokens: 0,
    refillPerMinute,
    refillMilliTokensPerTick: 1_000 * refillPerMinute,
    capacityTokens: capacityOf(refillPerMinute),
    nextRefillAtMs: SUITE_NOW_MS + 30_000,
    tickMs: TICK_MS,
    readingAgeMs: 0,
    ...fields,
  };
}

/** The same account at `nowMs` if nobody spends. */
export function laterState(state: BucketState, nowMs: number): BucketState {
  const ticks = nowMs < state.nextRefillAtMs ? 0 : 1 + Math.floor((nowMs - state.nextRefillAtMs) / state.tickMs);
  const refilled = state.balanceTokens + Math.floor((ticks * state.refillMilliTokensPerTick) / 1_000);
  return {
    ...state,
    balanceTokens: Math.max(state.balanceTokens, Math.min(state.capacityTokens, refilled)),
    nextRefillAtMs: state.nextRefillAtMs + ticks * state.tickMs,
  };
}

/** Every plan of the matrix with openings from deep debt to beyond the cap, and what may be in flight. */
export function suiteStates(): BucketState[] {
  const states: BucketState[] = [];
  for (const refillPerMinute of [1, 5, 10, 20, 25, 60, 250, 1_000]) {
    const capacityTokens = capacityOf(refillPerMinute);
    const balances = new Set([-340, -231, -200, -181, -180, -179, -50, -6, -5, -1, 0, 1, 2, 4, 5, 6, 12, 13, 20, 65, 180, 181, 185, 260, 651]);
    for (const share of [0.25, 0.5, 0.9, 1, 1.5]) balances.add(Math.floor(capacityTokens * share));
    for (const balanceTokens of balances) {
      for (const reservedWorstTokens of [0, 1, 13, 185, 650]) states.push(bucketStateOf({ refillPerMinute, balanceTokens, reservedWorstTokens }));
    }
  }
  states.push(bucketStateOf({ balanceTokens: -20, refillMilliTokensPerTick: 0 }), bucketStateOf({ balanceTokens: 3, refillMilliTokensPerTick: 0 }));
  return states;
}

/** Divisible and indivisible requests from 1 token to a lightning-deal list. */
export function suiteCosts(): RequestCost[] {
  const costs: RequestCost[] = [];
  for (const [smallest, items] of [
    [1, 1],
    [1, 50],
    [5, 1],
    [5, 50],
    [6, 20],
    [13, 20],
    [13, 50],
    [181, 1],
    [250, 1],
    [500, 1],
  ] as const) {
    costs.push({ expectedTokens: smallest * items, worstTokens: smallest * items, smallestUnitWorstTokens: smallest });
  }
  return costs;
}
