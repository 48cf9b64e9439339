import fc from 'fast-check';
import { FairQueue } from './fair-queue';

type Name = 'a' | 'b' | 'c' | 'd';
const NAMES: readonly Name[] = ['a', 'b', 'c', 'd'];

interface Turn {
  readonly name: Name;
  readonly tokens: number;
}

/** Serves whoever is first, `turns` times; who is backlogged when is said by `isBacklogged`. */
function serve(weights: readonly number[], units: readonly number[], turns: number, isBacklogged: (name: Name, turn: number) => boolean): Turn[] {
  const queue = new FairQueue<Name>(NAMES.map((name, n) => [name, weights[n]!]));
  const served: Turn[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    for (const name of NAMES) {
      if (isBacklogged(name, turn)) queue.activate(name);
      else queue.deactivate(name);
    }
    const [name] = queue.order();
    if (name === undefined) continue;
    const tokens = units[NAMES.indexOf(name)]!;
    // Charged as expected when granted, corrected when it is known what it cost.
    queue.charge(name, tokens + 3);
    queue.charge(name, -3);
    served.push({ name, tokens });
  }
  return served;
}

function tokensOf(turns: readonly Turn[], name: Name): number {
  return turns.reduce((sum, turn) => sum + (turn.name === name ? turn.tokens : 0), 0);
}

const weights = fc.tuple(...NAMES.map(() => fc.integer({ min: 1, max: 10 }))).map((parts) => parts.map((part) => part / 10));
const units = fc.tuple(...NAMES.map(() => fc.integer({ min: 1, max: 650 })));

describe('Fair queueing', () => {
  it('gives each that is backlogged throughout a window 0.8 of its share or more, less one unit of the largest', () => {
    const window = fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 300 }));
    fc.assert(
      fc.property(weights, units, window, fc.integer({ min: 0, max: 3 }), (parts, sizes, [from, length], idler) => {
        // One of the four comes and goes; the others are always backlogged.
        const turns = serve(parts, sizes, 600, (name, turn) => name !== NAMES[idler] || Math.floor(turn / 37) % 3 === 0);
        const within = turns.slice(from, from + length);
        const steady = NAMES.filter((_name, n) => n !== idler);
        const shared = within.filter(({ name }) => name !== NAMES[idler]);
        const total = shared.reduce((sum, { tokens }) => sum + tokens, 0);
        const weightOf = (name: Name): number => parts[NAMES.indexOf(name)]!;
        const sum = steady.reduce((all, name) => all + weightOf(name), 0);
        const unit = Math.max(...sizes);
        for (const name of steady) expect(tokensOf(within, name)).toBeGreaterThanOrEqual(0.8 * (weightOf(name) / sum) * total - unit);
      }),
      { numRuns: 300 },
    );
  });

  it('shares exactly by weight where all units are alike', () => {
    const turns = serve([0.4, 0.3, 0.1, 0.2], [10, 10, 10, 10], 1_000, () => true);
    expect(NAMES.map((name) => tokensOf(turns, name))).toEqual([4_000, 3_000, 1_000, 2_000]);
  });

  it('shares tokens, not turns: a unit of 100 is paid for by ten of 10', () => {
    const turns = serve([1, 1, 1, 1], [100, 10, 10, 10], 400, () => true);
    const [a, b] = [tokensOf(turns, 'a'), tokensOf(turns, 'b')];
    expect(Math.abs(a - b)).toBeLessThanOrEqual(100);
  });

  it('gives no credit for idle time: who comes back after a day does not lock the others out', () => {
    const turns = serve([1, 1, 1, 1], [10, 10, 10, 10], 2_000, (name, turn) => name === 'a' || turn >= 1_000);
    const after = turns.slice(1_000, 1_040);
    for (const name of NAMES) expect(tokensOf(after, name)).toBe(100);
  });

  it('forgets no lead: who was served ahead and pauses for a moment is not served again before the others', () => {
    const queue = new FairQueue<Name>(NAMES.map((name) => [name, 1]));
    queue.activate('a');
    queue.activate('b');
    queue.charge('a', 100);
    queue.deactivate('a');
    queue.charge('b', 10);
    queue.activate('a');
    expect(queue.order()).toEqual(['b', 'a']);
  });

  it('keeps the level while nobody is active: the first to come back starts where the last one stopped', () => {
    const queue = new FairQueue<Name>(NAMES.map((name) => [name, 1]));
    queue.activate('a');
    queue.charge('a', 500);
    queue.deactivate('a');
    queue.activate('b');
    queue.activate('a');
    queue.charge('b', 1);
    expect(queue.order()).toEqual(['a', 'b']);
  });

  it('gives back what was charged for a request that never left', () => {
    const queue = new FairQueue<Name>(NAMES.map((name) => [name, 1]));
    queue.activate('a');
    queue.activate('b');
    queue.charge('a', 50);
    queue.charge('b', 1);
    queue.charge('a', -50);
    expect(queue.order()).toEqual(['a', 'b']);
  });

  it('knows only who was named at the start', () => {
    expect(() => new FairQueue<string>([['a', 1]]).charge('z', 1)).toThrow('z');
  });
});
