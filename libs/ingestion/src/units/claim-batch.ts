import { type ClaimedItem, type DealStore, type ItemTransition, LONGEST_PROCESSING_MS } from '@smart-ingestor/contracts';
import type { Job } from '../job';

export interface BatchOf {
  readonly job: Job;
  readonly store: DealStore;
  readonly state: 'queued' | 'accepted';
  readonly owner: string;
}

/** Long enough for the slowest request; a process that dies holds its items no longer than this. */
export const LEASE_MS = LONGEST_PROCESSING_MS;

/**
 * Takes items for one request. An item that failed before goes alone, so that one bad ASIN cannot take its neighbours down again and
 * again; the others are handed back.
 */
export async function claimBatch(of: BatchOf, size: number, nowMs: number): Promise<readonly ClaimedItem[]> {
  const claimed = await of.store.claim({ jobId: of.job.id, state: of.state, limit: size, owner: of.owner, leaseMs: LEASE_MS, nowMs });
  const [first] = claimed;
  if (first === undefined) return [];
  const taken = first.attempts > 0 ? [first] : claimed.filter((item) => item.attempts === 0);
  const returned = claimed.filter((item) => !taken.includes(item)).map(handedBack);
  if (returned.length > 0) await of.store.commit({ transitions: returned, nowMs });
  return taken;
}

/** Two versions of one ASIN can be open at once (the older was being bought when the newer came); one purchase serves both. */
export function distinctAsins(items: readonly ClaimedItem[]): readonly string[] {
  return [...new Set(items.map((item) => item.asin))];
}

/** Back to where it was, free for anybody. */
export function handedBack(item: ClaimedItem): ItemTransition {
  return { item, to: openState(item), reason: null };
}

/** A claimed item is always open. */
export function openState(item: ClaimedItem): 'queued' | 'accepted' {
  return item.state === 'accepted' ? 'accepted' : 'queued';
}

/** Keepa has nothing about this ASIN. */
export const NO_DATA = 'no-data';
