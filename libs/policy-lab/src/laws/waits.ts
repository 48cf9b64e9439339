import type { Books } from '../account/books';
import { BucketLine } from './bucket-line';
import { since, type Violation } from './violation';

/** The dearest of the smallest useful units: one ASIN with offers and rating. */
const SMALLEST_UNIT_TOKENS = 13;

/**
 * I2: what a wait waits for, read off the server's books: the balance that the bucket would have at its end if nothing else happened. It is never
 * above the capacity, and never more than what is under way, the smallest useful unit, and the rest of the last tick need.
 */
export function waitViolations(books: Books): Violation[] {
  const line = new BucketLine(books);
  return books.waits.flatMap(({ atMs, untilMs, workClass, balanceTokens, inFlightWorstTokens, reason }) => {
    const target = balanceTokens + line.refill(atMs, untilMs);
    const needed = inFlightWorstTokens + SMALLEST_UNIT_TOKENS + books.gainPerTick;
    const limit = Math.min(books.capacityTokens, Math.max(needed, balanceTokens + books.gainPerTick));
    if (target <= limit) return [];
    const message = `${since(books.startedMs, atMs)}: ${workClass} waits until the balance would be ${target} (now ${balanceTokens}, ${inFlightWorstTokens} in flight), limit ${limit}: ${reason}`;
    return [{ law: 'I2', message }];
  });
}
