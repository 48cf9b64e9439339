import fc from 'fast-check';
import { type SortedEntry, SortedRows } from './sorted-rows';

type Step = { readonly add: number } | { readonly deleteAt: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ add: fc.integer({ min: -20, max: 20 }) }) },
  { weight: 1, arbitrary: fc.record({ deleteAt: fc.nat() }) },
);

/** The same by the plainest means. */
class PlainRows {
  readonly entries: SortedEntry<string>[] = [];

  sorted(): readonly SortedEntry<string>[] {
    return [...this.entries].sort((a, b) => a.rank - b.rank || a.turn - b.turn);
  }
}

function applied(steps: readonly Step[]): { rows: SortedRows<string>; plain: PlainRows } {
  const [rows, plain] = [new SortedRows<string>(), new PlainRows()];
  steps.forEach((each, index) => {
    if ('add' in each) plain.entries.push(rows.add(`row ${index}`, each.add));
    else if (plain.entries.length > 0) rows.delete(plain.entries.splice(each.deleteAt % plain.entries.length, 1)[0]!);
  });
  return { rows, plain };
}

describe('Sorted rows', () => {
  it('give the lowest first, equal ones in the order they came, and count those below a bound', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: -21, max: 21 }), fc.nat({ max: 70 }), (steps, bound, limit) => {
        const { rows, plain } = applied(steps);
        const below = plain.sorted().filter((entry) => entry.rank < bound);
        expect(rows.first(limit, bound)).toEqual(below.slice(0, limit).map((entry) => entry.of));
        expect(rows.countBelow(bound)).toBe(below.length);
        expect(rows.size).toBe(plain.entries.length);
      }),
    );
  });

  it('do so over many chunks', () => {
    const random = (n: number): number => (n * 48_271) % 10_007;
    const { rows, plain } = applied(Array.from({ length: 6_000 }, (_, n) => (n % 4 === 3 ? { deleteAt: random(n) } : { add: random(n) })));
    expect(rows.first(Infinity, Infinity)).toEqual(plain.sorted().map((entry) => entry.of));
    for (const bound of [-1, 0, 1, 5_000, 10_006, Infinity]) {
      expect(rows.countBelow(bound)).toBe(plain.entries.filter((entry) => entry.rank < bound).length);
    }
  });

  it('give rows of rank −∞ before all others', () => {
    const rows = new SortedRows<string>();
    rows.add('looked up', 0);
    rows.add('never', -Infinity);
    expect(rows.first(2, 1)).toEqual(['never', 'looked up']);
    expect(rows.countBelow(0)).toBe(1);
  });
});
