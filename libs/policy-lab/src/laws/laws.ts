import type { Books } from '../account/books';
import { ledgerViolations, quietViolations } from './bookkeeping';
import { fairnessViolations } from './fairness';
import { floorViolations, refusalViolations } from './floor';
import { itemViolations, rebuyViolations } from './items';
import { progressViolations } from './progress';
import { useViolations } from './use';
import type { Violation } from './violation';
import { waitViolations } from './waits';

/** Every law that one undisturbed run with saturated queues can break. I12 needs several runs. */
export function lawViolations(books: Books): Violation[] {
  return [
    ...floorViolations(books),
    ...refusalViolations(books),
    ...waitViolations(books),
    ...progressViolations(books),
    ...itemViolations(books),
    ...rebuyViolations(books),
    ...fairnessViolations(books),
    ...useViolations(books),
    ...ledgerViolations(books),
    ...quietViolations(books),
  ];
}

/** What must hold whatever goes wrong around us. */
export function lawViolationsUnderFaults(books: Books): Violation[] {
  return [...floorViolations(books), ...itemViolations(books), ...rebuyViolations(books)];
}
