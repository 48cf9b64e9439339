import type { Books } from '../account/books';
import { BucketLine, firstAfter } from './bucket-line';
import { since, type Violation } from './violation';

const ALLOWANCE_MS = 2 * 60_000;

/** I3: with work queued, the gap between two durable units ≤ (1 − lowest balance in it) / r + 2 min. Start and end of the run count as units. */
export function progressViolations(books: Books): Violation[] {
  const { startedMs, endedMs, charges, gainPerTick, tickMs } = books;
  const line = new BucketLine(books);
  const marks = [startedMs, ...books.units.map(({ atMs }) => atMs), endedMs];
  return marks.slice(1).flatMap((toMs, index) => {
    const fromMs = marks[index]!;
    if (toMs - fromMs <= ALLOWANCE_MS) return [];
    let lowest = line.balanceAt(fromMs);
    for (let n = firstAfter(charges, fromMs); n < charges.length && charges[n]!.atMs <= toMs; n += 1)
      lowest = Math.min(lowest, charges[n]!.afterTokens);
    const allowedMs = (Math.max(0, 1 - lowest) / gainPerTick) * tickMs + ALLOWANCE_MS;
    if (toMs - fromMs <= allowedMs) return [];
    const [gap, allowed] = [toMs - fromMs, allowedMs].map((ms) => Math.round(ms / 1_000));
    return [{ law: 'I3', message: `${since(startedMs, fromMs)}: nothing durable for ${gap} s, ${allowed} s allowed (lowest balance ${lowest})` }];
  });
}
