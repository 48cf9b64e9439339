import type { ConfigError } from '@smart-ingestor/contracts';
import { nameOf, parseCell, replayOf } from './cell';
import { allCells, coveringCells, FLOW_REDUCTIONS, OPENINGS, RATES } from './matrix';

describe('A cell', () => {
  it('reads what it prints, so that the command of a broken cell replays it', () => {
    for (const cell of [...allCells(7), ...coveringCells(7)]) expect(parseCell(nameOf(cell), 7)).toEqual(cell);
    expect(replayOf(parseCell('r=5,b0=-65,price=C6', 7))).toBe('npm run laws -- --cell r=5,b0=-65,price=C6 --seed 7');
  });

  it('names every part that does not fit', () => {
    const problems = (text: string): readonly string[] => {
      try {
        parseCell(text, 1);
        return [];
      } catch (error) {
        return (error as ConfigError).problems;
      }
    };
    expect(problems('r=five,price=C7,speed=3')).toEqual([
      "--cell: price is one of C1, C6, C6-12, Cworst, got 'C7'.",
      "--cell: nothing is called 'speed'.",
      "--cell: r=<number> is needed, got 'five'.",
      "--cell: b0=<number> is needed, got ''.",
    ]);
  });
});

describe('The matrix', () => {
  it('has every combination of rate, opening and price, and the flow reductions', () => {
    const cells = allCells(1);
    expect(cells.filter(({ tokenFlowReduction }) => tokenFlowReduction === 0)).toHaveLength(12 * 13 * 4);
    expect(new Set(cells.map(({ tokenFlowReduction }) => tokenFlowReduction))).toEqual(new Set([0, ...FLOW_REDUCTIONS]));
    expect(new Set(cells.map(({ refillPerMinute, hours }) => (refillPerMinute >= 200 ? hours === 6 : hours === 72)))).toEqual(new Set([true]));
  });

  it('has every value of every axis in the cells that CI runs', () => {
    const cells = coveringCells(1);
    const values = <T>(of: (cell: (typeof cells)[number]) => T): Set<T> => new Set(cells.map(of));
    expect(values(({ refillPerMinute }) => refillPerMinute)).toEqual(new Set(RATES));
    expect(values(({ prices }) => prices).size).toBe(4);
    expect(values(({ tokenFlowReduction }) => tokenFlowReduction)).toEqual(new Set([0, ...FLOW_REDUCTIONS]));
    const openings = values(({ openingTokens, refillPerMinute }) => {
      const belowCapacity = 60 * refillPerMinute - openingTokens;
      return belowCapacity === 0 ? 'cap' : belowCapacity === 1 ? 'cap-1' : openingTokens;
    });
    for (const opening of OPENINGS) expect(openings).toContain(opening);
  });
});
