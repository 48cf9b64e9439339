import type { BucketState, RequestCost, TokenDecision } from '@smart-ingestor/contracts';
import { availableTokens, reachedAtMs } from '@smart-ingestor/token-bucket';

/**
 * The rules that keep every charge of ours above `-maxDeficitTokens`. L is what may be counted on: the lower bound of the balance less the
 * worst case in flight. A request leaves only while L > 0 (Keepa refuses it otherwise), and only a lone request may borrow: two that
 * borrow at once each make the other's projection wrong, and the one that ends later waits out the debt of both (design: I1, I3).
 * @example +5, nothing in flight, deficit 180, 250 tokens of 5-token units → split to 185: 5 + 180
 * @example +5, 60 in flight → L is −55: wait one tick, because a settlement usually frees tokens sooner
 */
export function admit(maxDeficitTokens: number, state: BucketState, cost: RequestCost, nowMs: number): TokenDecision {
  const smallestTokens = Math.min(cost.smallestUnitWorstTokens, cost.worstTokens);
  const targetTokens = Math.max(1, smallestTokens - maxDeficitTokens);
  // A balance above the capacity (after a downgrade) can still pay what refill alone never could.
  if (targetTokens > Math.max(state.capacityTokens, state.balanceTokens)) return refuse(maxDeficitTokens, state, smallestTokens);

  const available = availableTokens(state);
  if (available <= 0) return waitFor(1, state, nowMs, 'Keepa serves nobody whose balance is not positive');

  const isAlone = state.reservedWorstTokens === 0;
  const roomTokens = isAlone ? available + maxDeficitTokens : available;
  if (cost.worstTokens <= roomTokens) return { kind: 'allow' };
  if (smallestTokens <= roomTokens) return { kind: 'split', affordableTokens: roomTokens };
  return waitFor(targetTokens, state, nowMs, `the smallest unit may cost ${smallestTokens}, and ${roomTokens} fit`);
}

function refuse(maxDeficitTokens: number, state: BucketState, smallestTokens: number): TokenDecision {
  return {
    kind: 'refuse',
    reason:
      `the smallest unit may cost ${smallestTokens} tokens, and this account can never pay it: ` +
      `its capacity is ${state.capacityTokens} tokens (60 minutes of ${state.refillPerMinute}/min) and the allowed deficit ${maxDeficitTokens}`,
  };
}

function waitFor(targetTokens: number, state: BucketState, nowMs: number, why: string): TokenDecision {
  const { untilMs, until } = waitEnd(targetTokens, state);
  const balance = `balance ${state.balanceTokens}${state.reservedWorstTokens === 0 ? '' : `, ${state.reservedWorstTokens} in flight`}`;
  return { kind: 'wait', untilMs: Math.max(untilMs, nowMs + 1), reason: `${balance}: ${why}; waiting ${until}` };
}

function waitEnd(targetTokens: number, state: BucketState): { readonly untilMs: number; readonly until: string } {
  // Settlements free tokens sooner than refill does, and each may change the answer.
  if (state.reservedWorstTokens > 0) return { untilMs: state.nextRefillAtMs, until: 'for a settlement or the next refill' };
  const untilMs = reachedAtMs(state, targetTokens);
  if (untilMs === null) return { untilMs: state.nextRefillAtMs, until: 'one refill period, because the account refills 0 tokens now' };
  return { untilMs, until: `until refill brings ${targetTokens} tokens (${state.refillPerMinute}/min)` };
}
