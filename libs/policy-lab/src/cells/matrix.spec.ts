import { replayOf } from './cell';
import { coveringCells } from './matrix';
import { pairViolations } from './pairs';
import { type CellOutcome, runCell } from './run-cell';

/** `npm run laws` draws others with `--seed`. */
const SEED = 1;
const FAIREST_TELL_AT_LEAST = 50;

jest.setTimeout(300_000);

describe('The laws on the books of the server, every value of every axis', () => {
  const outcomes: CellOutcome[] = [];

  it.each(coveringCells(SEED).map((cell) => ({ cell, replay: replayOf(cell) })))('$replay', async ({ cell }) => {
    const outcome = await runCell(cell);
    outcomes.push(outcome);
    expect(outcome.violations).toEqual([]);
    expect(outcome.requests).toBeGreaterThan(0);
  });

  it('I12: no richer account does less', async () => {
    expect(pairViolations(outcomes)).toEqual([]);
  });

  it('has windows in which law I6 could have been broken', () => {
    const telling = outcomes.filter(({ fairWindows }) => fairWindows > 0);
    expect(telling.length).toBeGreaterThan(outcomes.length / 2);
    expect(telling.reduce((sum, { fairWindows }) => sum + fairWindows, 0)).toBeGreaterThan(FAIREST_TELL_AT_LEAST);
  });
});
