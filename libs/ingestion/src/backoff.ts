const FIRST_MS = 1_000;
/** Keepa's own client waits no longer either. */
const LONGEST_MS = 60_000;

/** Capped exponential back-off with jitter (half to full), for the n-th failure in a row (1, 2, …). `random` is 0 ≤ x < 1. */
export function backoffMs(failuresInARow: number, random: number): number {
  const fullMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failuresInARow - 1));
  return Math.round(fullMs * (0.5 + random / 2));
}
