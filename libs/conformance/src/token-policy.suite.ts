import type { BucketState, RequestCost, TokenDecision, TokenPolicy } from '@smart-ingestor/contracts';
import { laterState, SUITE_NOW_MS, suiteCosts, suiteStates } from './bucket-states';
import { differences, SHOWN } from './counterexamples';

export interface TokenPolicyLaws {
  /** How far below 0 a lone request may be projected to go; `null` for a policy that promises no floor. */
  readonly maxDeficitTokens: number | null;
}

interface Case {
  readonly state: BucketState;
  readonly cost: RequestCost;
  readonly decision: TokenDecision;
}

/** More waits than a unit of capacity + deficit needs at one token a tick. */
const WAITS_MAX = 1_000;

/** What the gate relies on, for any `TokenPolicy`. Call it in a spec: `describeTokenPolicy('burst', () => new Burst(options), { maxDeficitTokens: 180 })`. */
export function describeTokenPolicy(name: string, makePolicy: () => TokenPolicy, laws: TokenPolicyLaws): void {
  describe(`${name} as a TokenPolicy`, () => {
    const decideAll = (): Case[] => casesOf(makePolicy());

    describeDecisions(makePolicy, decideAll);
    describeWaits(makePolicy, decideAll);
    const { maxDeficitTokens } = laws;
    if (maxDeficitTokens !== null) describeFloor(maxDeficitTokens, decideAll);
  });
}

function describeDecisions(makePolicy: () => TokenPolicy, decideAll: () => Case[]): void {
  it('has a name', () => {
    expect(makePolicy().name).toMatch(/\S/);
  });

  it('is pure: two instances asked in opposite orders answer alike, and nothing they are given changes', () => {
    const forward = decideAll();
    const policy = makePolicy();
    const backward = [...forward].reverse().map(({ state, cost }) => policy.decide(Object.freeze(state), Object.freeze(cost), SUITE_NOW_MS));
    expect(
      differences(
        backward.reverse(),
        forward.map(({ decision }) => decision),
      ),
    ).toEqual([]);
  });

  it('splits only what does not fit whole, and never below the smallest unit', () => {
    const wrong = decideAll().filter(
      ({ cost, decision }) =>
        decision.kind === 'split' &&
        !(
          Number.isInteger(decision.affordableTokens) &&
          decision.affordableTokens >= cost.smallestUnitWorstTokens &&
          decision.affordableTokens < cost.worstTokens
        ),
    );
    expect(wrong.slice(0, SHOWN)).toEqual([]);
  });

  it('gives a reason whenever it waits or refuses', () => {
    const silent = decideAll().filter(({ decision }) => (decision.kind === 'wait' || decision.kind === 'refuse') && !/\S/.test(decision.reason));
    expect(silent.slice(0, SHOWN)).toEqual([]);
  });

  it('is monotone: what may leave at one balance may leave at a higher one', () => {
    const policy = makePolicy();
    const wrong = casesOf(policy).filter(({ state, cost, decision }) => {
      const richer = policy.decide({ ...state, balanceTokens: state.balanceTokens + 1 }, cost, SUITE_NOW_MS);
      return sendableTokens(richer, cost) < sendableTokens(decision, cost);
    });
    expect(wrong.slice(0, SHOWN)).toEqual([]);
  });
}

function describeWaits(makePolicy: () => TokenPolicy, decideAll: () => Case[]): void {
  it('waits for a whole millisecond that lies ahead', () => {
    const wrong = decideAll().filter(
      ({ decision }) => decision.kind === 'wait' && !(Number.isInteger(decision.untilMs) && decision.untilMs > SUITE_NOW_MS),
    );
    expect(wrong.slice(0, SHOWN)).toEqual([]);
  });

  it('waits at most one tick while something is in flight, because a settlement may free tokens sooner', () => {
    const wrong = decideAll().filter(
      ({ state, decision }) => decision.kind === 'wait' && state.reservedWorstTokens > 0 && decision.untilMs > SUITE_NOW_MS + state.tickMs,
    );
    expect(wrong.slice(0, SHOWN)).toEqual([]);
  });

  it('never waits for ever: alone on a plan that refills, every request is allowed, split or refused in the end', () => {
    const policy = makePolicy();
    const stuck = casesOf(policy).filter(({ state, cost }) => {
      if (state.reservedWorstTokens > 0 || state.refillMilliTokensPerTick === 0) return false;
      let nowMs = SUITE_NOW_MS;
      for (let waits = 0; waits < WAITS_MAX; waits++) {
        const decision = policy.decide(laterState(state, nowMs), cost, nowMs);
        if (decision.kind !== 'wait') return false;
        nowMs = decision.untilMs;
      }
      return true;
    });
    expect(stuck.slice(0, SHOWN)).toEqual([]);
  });
}

function describeFloor(maxDeficitTokens: number, decideAll: () => Case[]): void {
  const available = (state: BucketState): number => state.balanceTokens - state.reservedWorstTokens;

  it(`sends nothing that could take the balance below ${-maxDeficitTokens}`, () => {
    const wrong = decideAll().filter(
      ({ state, cost, decision }) => sendableTokens(decision, cost) > 0 && available(state) - sendableTokens(decision, cost) < -maxDeficitTokens,
    );
    expect(wrong.slice(0, SHOWN)).toEqual([]);
  });

  it('sends nothing unless what may be counted on is positive: Keepa would refuse it', () => {
    expect(
      decideAll()
        .filter(({ state, cost, decision }) => sendableTokens(decision, cost) > 0 && available(state) <= 0)
        .slice(0, SHOWN),
    ).toEqual([]);
  });

  it('lets only a lone request borrow', () => {
    const wrong = decideAll().filter(
      ({ state, cost, decision }) =>
        state.reservedWorstTokens > 0 && sendableTokens(decision, cost) > 0 && available(state) < sendableTokens(decision, cost),
    );
    expect(wrong.slice(0, SHOWN)).toEqual([]);
  });
}

function casesOf(policy: TokenPolicy): Case[] {
  return suiteStates().flatMap((state) => suiteCosts().map((cost) => ({ state, cost, decision: policy.decide(state, cost, SUITE_NOW_MS) })));
}

/** Worst case of what the decision lets go. */
function sendableTokens(decision: TokenDecision, cost: RequestCost): number {
  if (decision.kind === 'allow') return cost.worstTokens;
  return decision.kind === 'split' ? decision.affordableTokens : 0;
}
