import type { BatchPlan, BatchPolicy, BucketState, CostEstimate } from '@smart-ingestor/contracts';
import { suiteStates } from './bucket-states';
import { differences, SHOWN } from './counterexamples';

interface Case {
  readonly state: BucketState;
  readonly cost: CostEstimate;
  readonly pending: number;
  readonly affordableTokens: number;
  readonly plan: BatchPlan;
}

/** Keepa: a product request carries at most 100 ASINs. */
const ASINS_PER_REQUEST_MAX = 100;

/** What the gate relies on, for any `BatchPolicy`. Call it in a spec: `describeBatchPolicy('halves', () => new Halves(options))`. */
export function describeBatchPolicy(name: string, makePolicy: () => BatchPolicy): void {
  describe(`${name} as a BatchPolicy`, () => {
    const planAll = (): Case[] => casesOf(makePolicy());

    it('has a name', () => {
      expect(makePolicy().name).toMatch(/\S/);
    });

    it('plans a whole number from 1 to what is pending, and at most 100', () => {
      const wrong = planAll().filter(
        ({ plan, pending }) => !(Number.isInteger(plan.size) && plan.size >= 1 && plan.size <= Math.min(pending, ASINS_PER_REQUEST_MAX)),
      );
      expect(wrong.slice(0, SHOWN)).toEqual([]);
    });

    it('says why', () => {
      expect(
        planAll()
          .filter(({ plan }) => !/\S/.test(plan.reason))
          .slice(0, SHOWN),
      ).toEqual([]);
    });

    it('is pure: two instances asked in opposite orders answer alike, and nothing they are given changes', () => {
      const forward = planAll();
      const policy = makePolicy();
      const backward = [...forward]
        .reverse()
        .map(({ state, cost, pending, affordableTokens }) => policy.plan(Object.freeze(state), Object.freeze(cost), pending, affordableTokens));
      expect(
        differences(
          backward.reverse(),
          forward.map(({ plan }) => plan),
        ),
      ).toEqual([]);
    });

    it('never plans less because more is pending', () => {
      const policy = makePolicy();
      const wrong = planAll().filter(
        ({ state, cost, pending, affordableTokens, plan }) => policy.plan(state, cost, pending + 1, affordableTokens).size < plan.size,
      );
      expect(wrong.slice(0, SHOWN)).toEqual([]);
    });
  });
}

function casesOf(policy: BatchPolicy): Case[] {
  const cases: Case[] = [];
  for (const state of suiteStates().filter(({ reservedWorstTokens }) => reservedWorstTokens <= 1)) {
    for (const worstTokens of [1, 5, 13]) {
      for (const pending of [1, 2, 19, 20, 21, 49, 50, 51, 5_000]) {
        for (const affordableTokens of [0, 1, 12, 13, 185, 5_000]) {
          const cost = { expectedTokens: worstTokens, worstTokens };
          cases.push({ state, cost, pending, affordableTokens, plan: policy.plan(state, cost, pending, affordableTokens) });
        }
      }
    }
  }
  return cases;
}
