import { type Deal, dealMargin } from '@smart-ingestor/contracts';

/** A row that a person wants refreshed whatever its age is stale since its last sighting less this (317 years): before all others, in their order. */
export const FORCED_STALE_MS = 10_000_000_000_000;

/**
 * Since when nothing renewed a row: its latest sighting, or the latest answer that Keepa gave to its refresh, because a row of which Keepa has
 * no data would otherwise stay due and be asked for again at once.
 */
export function staleSince(lastSeenMs: number, answeredMs: number | null): number {
  return Math.max(lastSeenMs, answeredMs ?? 0);
}

/** What a sighting does to a row whose refresh was forced: nothing, as long as the product part is the one that was to be renewed. */
export function staleAfterWrite(
  known: { readonly staleSinceMs: number; readonly answeredMs: number | null },
  lastSeenMs: number,
  sameProduct: boolean,
): number {
  return known.staleSinceMs < 0 && sameProduct ? known.staleSinceMs : staleSince(lastSeenMs, known.answeredMs);
}

type Sighting = Pick<Deal, 'feed' | 'rejectedReason' | 'lastSeenMs'>;

/** A refresh was built on the row as it was claimed: a sighting that was stored meanwhile keeps its feed part and its verdict. */
export function withSighting(refreshed: Deal, stored: Sighting): Deal {
  const lastSeenMs = Math.max(refreshed.lastSeenMs, stored.lastSeenMs);
  if (stored.feed.lastUpdateMs <= refreshed.feed.lastUpdateMs) return { ...refreshed, lastSeenMs };
  const { feed, rejectedReason } = stored;
  return { ...refreshed, feed, rejectedReason, lastSeenMs, marginMinor: dealMargin(feed, refreshed.product) };
}
