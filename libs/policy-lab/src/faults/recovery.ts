import { LONGEST_PROCESSING_MS } from '@smart-ingestor/contracts';
import type { Books } from '../account/books';
import { BucketLine, firstAfter } from '../laws/bucket-line';

/**
 * Longest time from an answer that left the balance positive to the next request. Where requests went unanswered it counts from when the
 * server can no longer charge the latest of them: until then nobody knows the balance.
 */
export function longestHesitationMs(books: Books): number {
  const { units, charges, refusals, unansweredSentMs, tickMs } = books;
  const line = new BucketLine(books);
  const sentMs = [...charges.map((charge) => charge.sentMs), ...refusals.map(({ atMs }) => atMs), ...unansweredSentMs].sort((a, b) => a - b);
  const sent = sentMs.map((atMs) => ({ atMs }));
  const lost = unansweredSentMs.map((atMs) => ({ atMs }));
  return units.reduce((longest, { atMs }) => {
    if (line.balanceAt(atMs) <= 0) return longest;
    const nextMs = sent[firstAfter(sent, atMs - 1)]?.atMs;
    // A 429 waits for the next lump, whatever the balance.
    if (nextMs === undefined || refusals.some((refusal) => refusal.atMs > atMs - tickMs && refusal.atMs < nextMs)) return longest;
    const lastLostMs = lost[firstAfter(lost, nextMs - 1) - 1]?.atMs ?? Number.NEGATIVE_INFINITY;
    return Math.max(longest, nextMs - Math.max(atMs, lastLostMs + LONGEST_PROCESSING_MS));
  }, 0);
}
