import { type Books, SATURATED, type SaturatedClass } from '../account/books';
import { since, type Violation } from './violation';

const STEP_MS = 5 * 60_000;
const STEPS_PER_WINDOW = 12;
const SHARE_AT_LEAST = 0.8;

type Shared = Pick<Books, 'charges' | 'startedMs' | 'endedMs' | 'worstUnitTokens' | 'weights'>;

/**
 * I6: of the tokens that scans did not take, each saturated class gets ≥ 0.8 × its share in every window of 60 minutes (one begins every 5
 * minutes), less one unit of max(smallest unit, 5 minutes of refill).
 */
export function fairnessViolations(books: Shared): Violation[] {
  const { startedMs, endedMs, worstUnitTokens, weights } = books;
  const sums = stepSums(books);
  const weightOfAll = SATURATED.reduce((sum, workClass) => sum + weights[workClass], 0);
  const violations: Violation[] = [];
  for (let first = 0; startedMs + (first + STEPS_PER_WINDOW) * STEP_MS <= endedMs; first += 1) {
    const tokens = SATURATED.map((workClass) => sum(sums[workClass], first, STEPS_PER_WINDOW));
    const total = tokens.reduce((all, each) => all + each, 0);
    SATURATED.forEach((workClass, index) => {
      const due = SHARE_AT_LEAST * total * (weights[workClass] / weightOfAll) - worstUnitTokens;
      if (tokens[index]! >= due) return;
      const from = since(startedMs, startedMs + first * STEP_MS);
      violations.push({ law: 'I6', message: `${from}, 60 min: ${workClass} got ${tokens[index]} of ${total} tokens, due ${Math.ceil(due)}` });
    });
  }
  return violations;
}

/** Windows of which `fairnessViolations` could say anything: its allowance is smaller than what is due. */
export function tellingWindows(books: Shared): number {
  const sums = stepSums(books);
  const share = books.weights.discover / SATURATED.reduce((all, workClass) => all + books.weights[workClass], 0);
  let telling = 0;
  for (let first = 0; books.startedMs + (first + STEPS_PER_WINDOW) * STEP_MS <= books.endedMs; first += 1) {
    const total = SATURATED.reduce((all, workClass) => all + sum(sums[workClass], first, STEPS_PER_WINDOW), 0);
    if (SHARE_AT_LEAST * total * share > books.worstUnitTokens) telling += 1;
  }
  return telling;
}

function stepSums({ charges, startedMs, endedMs }: Pick<Books, 'charges' | 'startedMs' | 'endedMs'>): Record<SaturatedClass, number[]> {
  const steps = Math.ceil((endedMs - startedMs) / STEP_MS) + 1;
  const empty = (): number[] => Array<number>(steps).fill(0);
  const sums = { discover: empty(), refresh: empty(), seller: empty() };
  for (const { atMs, workClass, tokens } of charges) {
    if (workClass !== 'scan' && workClass !== 'adhoc') sums[workClass][Math.floor((atMs - startedMs) / STEP_MS)]! += tokens;
  }
  return sums;
}

function sum(values: readonly number[], from: number, count: number): number {
  let total = 0;
  for (let index = from; index < from + count; index += 1) total += values[index] ?? 0;
  return total;
}
