/** Keepa counts minutes from 2011-01-01T00:00Z, which is Unix minute 21,564,000. */
const EPOCH_MINUTES = 21_564_000;
const MINUTE_MS = 60_000;

/** @example keepaMinutesToMs(7924816) → 2026-01-25T08:16:00Z */
export function keepaMinutesToMs(minutes: number): number {
  return (minutes + EPOCH_MINUTES) * MINUTE_MS;
}

export function msToKeepaMinutes(ms: number): number {
  return Math.floor(ms / MINUTE_MS) - EPOCH_MINUTES;
}
