import type { Books } from '../account/books';
import { BucketLine } from './bucket-line';
import { since, type Violation } from './violation';

const HOUR_MS = 3_600_000;
const WINDOW_MS = 24 * HOUR_MS;
const USED_AT_LEAST = 0.95;

/**
 * I7: over any 24 hours (the whole run where it is shorter) in which work was always queued: spent ≥ 0.95 × (refill + balance at the start) − one
 * worst-case unit; and nothing expires at the cap after the first charge.
 */
export function useViolations(books: Books, windowMs = WINDOW_MS): Violation[] {
  const { startedMs, endedMs, worstUnitTokens, expiredTokens } = books;
  const line = new BucketLine(books);
  const lengthMs = Math.min(windowMs, endedMs - startedMs);
  const violations: Violation[] = [];
  for (let fromMs = startedMs; fromMs + lengthMs <= endedMs; fromMs += HOUR_MS) {
    const available = line.refill(fromMs, fromMs + lengthMs) + line.balanceAt(fromMs);
    const spent = line.spent(fromMs, fromMs + lengthMs);
    if (spent >= USED_AT_LEAST * available - worstUnitTokens) continue;
    const hours = (lengthMs / HOUR_MS).toFixed(1);
    violations.push({ law: 'I7', message: `${since(startedMs, fromMs)}, ${hours} h: spent ${spent} of ${available} tokens` });
  }
  const expired = expiredTokens.atEnd - expiredTokens.beforeFirstCharge;
  if (expired > 0) violations.push({ law: 'I7', message: `${expired} tokens expired at the cap after the first charge` });
  return violations;
}
