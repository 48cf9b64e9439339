import type { UpsertPlan } from './deal-upserts';
import type { ItemsPlan } from './work-items';
import { PEEK, WITH_HISTORY, WITHOUT_HISTORY } from './synthetic-deals';

export interface BenchPlan {
  readonly peeked: UpsertPlan;
  readonly withoutHistory: UpsertPlan;
  readonly withHistory: UpsertPlan;
  readonly grants: { readonly cyclesPerRound: number; readonly rounds: number };
  readonly memoryMarks: readonly number[];
  readonly items: ItemsPlan;
}

export const FULL: BenchPlan = {
  peeked: { size: PEEK, dealsPerCommit: 1_000, commitsPerRound: 10, rounds: 9 },
  withoutHistory: { size: WITHOUT_HISTORY, dealsPerCommit: 1_000, commitsPerRound: 10, rounds: 9 },
  withHistory: { size: WITH_HISTORY, dealsPerCommit: 1_000, commitsPerRound: 3, rounds: 9 },
  grants: { cyclesPerRound: 1_000, rounds: 9 },
  memoryMarks: [100_000, 500_000, 1_000_000],
  items: { few: 100_000, many: 10_000_000, cyclesPerRound: 100, rounds: 9 },
};

/** To see that it works, in about a minute; too short for figures to quote. */
export const QUICK: BenchPlan = {
  peeked: { ...FULL.peeked, commitsPerRound: 4, rounds: 3 },
  withoutHistory: { ...FULL.withoutHistory, commitsPerRound: 4, rounds: 3 },
  withHistory: { ...FULL.withHistory, commitsPerRound: 1, rounds: 3 },
  grants: { cyclesPerRound: 300, rounds: 3 },
  memoryMarks: [50_000, 100_000, 150_000],
  items: { few: 100_000, many: 1_000_000, cyclesPerRound: 50, rounds: 3 },
};
