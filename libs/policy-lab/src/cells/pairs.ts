import { monotoneViolations } from '../laws/monotone';
import type { Violation } from '../laws/violation';
import type { CellOutcome } from './run-cell';

/** I12 over the cells of one matrix: those that differ only in their refill rate, and those that differ only in their opening balance. */
export function pairViolations(outcomes: readonly CellOutcome[]): Violation[] {
  const byRate = grouped(outcomes, ({ cell }) => `${cell.prices} ${cell.tokenFlowReduction} ${cell.hours} ${cell.seed} ${openingOf(cell)}`);
  const byOpening = grouped(
    outcomes,
    ({ cell }) => `${cell.prices} ${cell.tokenFlowReduction} ${cell.hours} ${cell.seed} at ${cell.refillPerMinute}`,
  );
  return [...byRate, ...byOpening].flatMap((group) =>
    monotoneViolations(
      group.map(({ name, cell, usefulTokens, worstUnitTokens }) => ({
        ...{ name, usefulTokens, worstUnitTokens },
        ...{ refillPerMinute: cell.refillPerMinute, openingTokens: cell.openingTokens },
      })),
    ),
  );
}

/** A full bucket is larger in a larger plan; it is compared as what it is called. */
function openingOf({ openingTokens, refillPerMinute }: CellOutcome['cell']): string {
  const belowCapacity = 60 * refillPerMinute - openingTokens;
  return belowCapacity <= 1 ? `cap-${belowCapacity}` : String(openingTokens);
}

function grouped(outcomes: readonly CellOutcome[], keyOf: (outcome: CellOutcome) => string): CellOutcome[][] {
  const groups = new Map<string, CellOutcome[]>();
  for (const outcome of outcomes) groups.set(keyOf(outcome), [...(groups.get(keyOf(outcome)) ?? []), outcome]);
  return [...groups.values()];
}
