import type { BucketState, RequestCost, TokenDecision } from '@smart-ingestor/contracts';
import { bucketStateOf, SUITE_NOW_MS as NOW_MS } from '@smart-ingestor/conformance';
import { admit } from './admission';

const NEXT_TICK_MS = NOW_MS + 30_000;
const TICK_MS = 60_200;

function batchOf(items: number, worstTokensEach: number): RequestCost {
  return { expectedTokens: items * worstTokensEach, worstTokens: items * worstTokensEach, smallestUnitWorstTokens: worstTokensEach };
}

function unitOf(worstTokens: number): RequestCost {
  return { expectedTokens: worstTokens, worstTokens, smallestUnitWorstTokens: worstTokens };
}

function decide(state: Partial<BucketState>, cost: RequestCost, maxDeficitTokens = 180): TokenDecision {
  return admit(maxDeficitTokens, bucketStateOf(state), cost, NOW_MS);
}

describe('The outage: balance +5, refill 20, 50 ASINs at 5 tokens', () => {
  const balance = { balanceTokens: 5, refillPerMinute: 20 };

  it('the old rule, a positive balance at the start, left −245', () => {
    const oldRule = (balanceTokens: number): boolean => balanceTokens > 0;
    expect(oldRule(5) ? 5 - batchOf(50, 5).worstTokens : 5).toBe(-245);
  });

  it('is split to 37 ASINs: 185 tokens, which leave −180', () => {
    const decision = decide(balance, batchOf(50, 5));
    expect(decision).toEqual({ kind: 'split', affordableTokens: 185 });
    expect(Math.floor(185 / 5)).toBe(37);
    expect(5 - 37 * 5).toBe(-180);
  });
});

describe('A divisible request', () => {
  it('of 250 tokens at +5 is split to 185, never waited for', () => {
    expect(decide({ balanceTokens: 5 }, batchOf(250, 1))).toEqual({ kind: 'split', affordableTokens: 185 });
  });

  it('is allowed whole down to the floor, and split one token beyond it', () => {
    expect(decide({ balanceTokens: 20 }, batchOf(200, 1))).toEqual({ kind: 'allow' });
    expect(decide({ balanceTokens: 19 }, batchOf(200, 1))).toEqual({ kind: 'split', affordableTokens: 199 });
  });

  it('may not borrow while something is in flight', () => {
    expect(decide({ balanceTokens: 100, reservedWorstTokens: 40 }, batchOf(50, 5))).toEqual({ kind: 'split', affordableTokens: 60 });
    expect(decide({ balanceTokens: 100, reservedWorstTokens: 40 }, batchOf(12, 5))).toEqual({ kind: 'allow' });
  });
});

describe('Without a positive balance', () => {
  it('nothing leaves before refill brings 1 token', () => {
    expect(decide({ balanceTokens: -14 }, unitOf(1))).toMatchObject({ kind: 'wait', untilMs: NEXT_TICK_MS + 2 * TICK_MS });
    expect(decide({ balanceTokens: 0 }, unitOf(1))).toMatchObject({ kind: 'wait', untilMs: NEXT_TICK_MS });
  });

  it('the wait is one tick while something is in flight, and the reason names it', () => {
    const decision = decide({ balanceTokens: 5, reservedWorstTokens: 60 }, unitOf(1));
    expect(decision).toMatchObject({ kind: 'wait', untilMs: NEXT_TICK_MS });
    expect(decision).toHaveProperty('reason', expect.stringMatching(/60 in flight.*settlement/));
  });

  it('a smallest unit that does not fit beside what is in flight waits one tick', () => {
    expect(decide({ balanceTokens: 70, reservedWorstTokens: 60 }, batchOf(20, 13))).toMatchObject({ kind: 'wait', untilMs: NEXT_TICK_MS });
  });

  it('an account that refills nothing is asked again tick by tick, and the reason says so', () => {
    const decision = decide({ balanceTokens: -14, refillMilliTokensPerTick: 0 }, unitOf(1));
    expect(decision).toMatchObject({ kind: 'wait', untilMs: NEXT_TICK_MS, reason: expect.stringContaining('refills 0 tokens') });
  });
});

describe('An indivisible unit that costs more than the deficit', () => {
  it('waits until the balance covers the rest: 250 needs 70', () => {
    expect(decide({ balanceTokens: 69 }, unitOf(250))).toMatchObject({
      kind: 'wait',
      untilMs: NEXT_TICK_MS,
      reason: expect.stringContaining('70 tokens'),
    });
    expect(decide({ balanceTokens: 70 }, unitOf(250))).toEqual({ kind: 'allow' });
  });

  it('is refused above capacity and deficit, with cost, capacity and deficit in the reason', () => {
    expect(decide({ balanceTokens: 300 }, unitOf(480))).toEqual({ kind: 'allow' });
    expect(decide({ balanceTokens: 299 }, unitOf(480))).toMatchObject({ kind: 'wait' });
    const refusal = decide({ balanceTokens: 300 }, unitOf(481));
    expect(refusal).toMatchObject({ kind: 'refuse', reason: expect.stringMatching(/481.*300.*180/) });
  });

  it('is refused at once, not after a wait for a positive balance', () => {
    expect(decide({ balanceTokens: -50 }, unitOf(481))).toMatchObject({ kind: 'refuse' });
  });

  it('is allowed where the balance of a larger plan is left over', () => {
    expect(decide({ balanceTokens: 1_000, refillPerMinute: 5, capacityTokens: 300 }, unitOf(500))).toEqual({ kind: 'allow' });
  });
});

describe('Over every plan, opening and price', () => {
  const plans = [1, 5, 10, 20, 25, 60, 250, 1_000];
  const requests = [1, 5, 6, 8, 13]
    .flatMap((each) => [batchOf(1, each), batchOf(20, each), batchOf(50, each)])
    .concat(unitOf(181), unitOf(250), unitOf(500));

  it.each(plans)('at %i a minute nothing is allowed or split to below the floor, and no wait is for more than the cap', (refillPerMinute) => {
    const capacityTokens = 60 * refillPerMinute;
    const broken: unknown[] = [];
    for (let balanceTokens = -340; balanceTokens <= capacityTokens; balanceTokens++) {
      for (const reservedWorstTokens of [0, 7, 185]) {
        const state = bucketStateOf({ refillPerMinute, balanceTokens, reservedWorstTokens });
        for (const cost of requests) {
          const decision = admit(180, state, cost, NOW_MS);
          if (breaksALaw(decision, state, cost)) broken.push({ state, cost, decision });
        }
      }
    }
    expect(broken).toEqual([]);
  });

  function breaksALaw(decision: TokenDecision, state: BucketState, cost: RequestCost): boolean {
    const available = state.balanceTokens - state.reservedWorstTokens;
    if (decision.kind === 'allow' || decision.kind === 'split') {
      const sent = decision.kind === 'allow' ? cost.worstTokens : decision.affordableTokens;
      return available <= 0 || available - sent < (state.reservedWorstTokens === 0 ? -180 : 0);
    }
    if (decision.kind === 'refuse') return cost.smallestUnitWorstTokens <= state.capacityTokens + 180;
    if (state.reservedWorstTokens > 0) return decision.untilMs !== state.nextRefillAtMs;
    const isDivisibleAndPositive = available > 0 && cost.smallestUnitWorstTokens <= 181;
    const ticks = 1 + (decision.untilMs - state.nextRefillAtMs) / state.tickMs;
    const refilled = available + ticks * state.refillPerMinute;
    return isDivisibleAndPositive || refilled < 1 || refilled - state.refillPerMinute >= state.capacityTokens;
  }
});
