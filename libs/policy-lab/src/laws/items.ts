import type { Books } from '../account/books';
import type { Violation } from './violation';

/** I4: every delivered item is in exactly one durable state. */
export function itemViolations({ items }: Pick<Books, 'items'>): Violation[] {
  const states = Object.values(items.counts).reduce((sum, count) => sum + count, 0);
  if (states === items.delivered) return [];
  return [{ law: 'I4', message: `${items.delivered} items were delivered, ${states} have a state: ${JSON.stringify(items.counts)}` }];
}

/** I5: each (ASIN, stage) is answered at most once for each delivered lastUpdate; what a lost answer cost is not an answer. */
export function rebuyViolations({ purchases }: Pick<Books, 'purchases'>): Violation[] {
  return purchases
    .filter(({ bought, versions }) => bought > versions)
    .map(({ key, bought, versions, lost }) => ({
      law: 'I5',
      message: `${key}: bought ${bought} times for ${versions} versions (${lost} answers lost)`,
    }));
}
