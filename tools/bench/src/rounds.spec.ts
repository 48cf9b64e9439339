import { timeRounds } from './rounds';
import { median } from './samples';

describe('rounds', () => {
  it('give everybody the same input, in turns of changing order, and leave the first round out', async () => {
    const log: string[] = [];
    const side = (name: string): { name: string; run: (input: number) => Promise<void> } => ({
      name,
      run: async (input) => void log.push(`${name}${input}`),
    });
    const timed = await timeRounds([side('a'), side('b'), side('c')], 3, (round) => round);
    expect(log).toEqual(['a0', 'b0', 'c0', 'b1', 'a1', 'c1', 'c2', 'a2', 'b2', 'a3', 'c3', 'b3']);
    expect(timed.map(({ name, roundMs }) => [name, roundMs.length])).toEqual([
      ['a', 3],
      ['b', 3],
      ['c', 3],
    ]);
  });
});

describe('the median', () => {
  it('is the value in the middle, or halfway between the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 2])).toBe(3.5);
    expect(median([4])).toBe(4);
    expect(() => median([])).toThrow('No values');
  });
});
