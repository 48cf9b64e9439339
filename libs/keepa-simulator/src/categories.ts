/** A root of Amazon's category tree and the share of the catalogue that lives below it. */
export interface RootCategory {
  readonly id: number | bigint;
  readonly name: string;
  readonly share: number;
  /** Media pay a closing fee with every sale. */
  readonly isMedia: boolean;
}

/** Keepa's "unknown": 2^63 − 1, beyond what a JavaScript number can hold. */
export const UNKNOWN_ROOT = 9_223_372_036_854_775_807n;

export const ROOT_CATEGORIES: readonly RootCategory[] = [
  { id: 283155, name: 'Books', share: 0.58, isMedia: true },
  { id: 5174, name: 'CDs & Vinyl', share: 0.12, isMedia: true },
  { id: 2625373011, name: 'Movies & TV', share: 0.1, isMedia: true },
  { id: 1055398, name: 'Home & Kitchen', share: 0.06, isMedia: false },
  { id: 7141123011, name: 'Clothing, Shoes & Jewelry', share: 0.05, isMedia: false },
  { id: 1064954, name: 'Office Products', share: 0.03, isMedia: false },
  { id: 172282, name: 'Electronics', share: 0.03, isMedia: false },
  { id: 165793011, name: 'Toys & Games', share: 0.027, isMedia: false },
  { id: UNKNOWN_ROOT, name: '?', share: 0.003, isMedia: false },
];

const CHILD_NAMES = ['General', 'Classic', 'Modern', 'Reference', 'Collections', 'Seasonal', 'Regional', 'Specialty'];

export const CHILD_CATEGORIES = CHILD_NAMES.length;

/** Direct categories of a root, by number 0 to 7: invented, below the real ids. */
export function childCategory(root: number, child: number): { readonly id: number; readonly name: string } {
  const index = child % CHILD_NAMES.length;
  return { id: 700_000 + (root + 1) * 1_000 + index, name: CHILD_NAMES[index]! };
}

/** The root that a draw from 0 to 1 falls into. */
export function drawRoot(draw: number): number {
  let share = 0;
  for (let root = 0; root < ROOT_CATEGORIES.length; root += 1) {
    share += ROOT_CATEGORIES[root]!.share;
    if (draw < share) return root;
  }
  return 0;
}
