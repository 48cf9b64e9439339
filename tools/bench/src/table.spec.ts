import { isMet, memoryLine, speedLine, tableOf } from './table';

const OURS = { name: 'store', roundMs: [10, 20, 40], roundCpuMs: [10, 10, 10] };
const OTHER = { name: 'bare', roundMs: [9, 30, 48], roundCpuMs: [30, 5, 11] };

describe('a line of speed', () => {
  const line = speedLine({ what: 'deals', rowsPerRound: 1_000, ours: OURS, other: OTHER, atLeast: 1.25 });

  it('is the median of the ratios by round, not the ratio of the medians', () => {
    expect(line.ratio).toEqual({ median: 1.2, lowest: 0.9, highest: 1.5 });
    expect(line.cpu).toBe(1.1);
  });

  it('says rows a second of the median round and how many rounds of how many rows there were', () => {
    expect(line).toMatchObject({ what: 'deals: store / bare', rows: '3 × 1,000', ours: '50,000/s', other: '33,333/s' });
  });

  it('meets its goal from the goal on', () => {
    expect(isMet(line)).toBe(false);
    expect(isMet({ ...line, goal: { atLeast: 1.2 } })).toBe(true);
    expect(isMet({ ...line, goal: null })).toBe(true);
  });

  it('is not made of rounds that do not belong together', () => {
    const other = { name: 'bare', roundMs: [9, 30], roundCpuMs: [9, 30] };
    expect(() => speedLine({ what: 'deals', rowsPerRound: 1, ours: OURS, other, atLeast: null })).toThrow(/store has 3 rounds and bare 2/);
  });
});

describe('a line of memory', () => {
  const marks = [100, 500, 1_000].map((rows, n) => ({ rows, residentBytes: (10 + n) * 1_048_576, heapBytes: 5 }));
  const line = memoryLine('resident memory', marks, (mark) => mark.residentBytes, 1.2);

  it('divides what is held after the last mark by what is held after the first', () => {
    expect(line).toMatchObject({ rows: '100 → 500 → 1,000', ours: '12.0 MB', other: '10.0 MB', ratio: { median: 1.2 } });
  });

  it('meets its goal up to the goal', () => {
    expect(isMet(line)).toBe(true);
    expect(isMet({ ...line, goal: { atMost: 1.19 } })).toBe(false);
  });

  it('needs two marks', () => {
    expect(() => memoryLine('heap', marks.slice(0, 1), (mark) => mark.heapBytes, 1)).toThrow(/at least 2/);
  });
});

describe('the table', () => {
  it('is a row for each line, in columns, with the range and whether the goal is met', () => {
    const lines = [
      speedLine({ what: 'deals', rowsPerRound: 10, ours: OURS, other: OTHER, atLeast: 2 }),
      speedLine({ what: 'grants', rowsPerRound: 10, ours: OURS, other: OTHER, atLeast: null }),
      memoryLine(
        'heap',
        [
          { rows: 1, residentBytes: 1, heapBytes: 1_048_576 },
          { rows: 2, residentBytes: 1, heapBytes: 1_048_576 },
        ],
        (mark) => mark.heapBytes,
        1.2,
      ),
    ];
    expect(tableOf(lines).split('\n')).toEqual([
      '| what                                   | rows   | ours   | other  | ratio | range        | CPU   | goal        |',
      '| -------------------------------------- | ------ | ------ | ------ | ----- | ------------ | ----- | ----------- |',
      '| deals: store / bare                    | 3 × 10 | 500/s  | 333/s  | 1.20× | 0.90 to 1.50 | 1.10× | ≥ 2× MISSED |',
      '| grants: store / bare                   | 3 × 10 | 500/s  | 333/s  | 1.20× | 0.90 to 1.50 | 1.10× |             |',
      '| heap, after the last / after the first | 1 → 2  | 1.0 MB | 1.0 MB | 1.00× |              |       | ≤ 1.2× met  |',
    ]);
  });
});
