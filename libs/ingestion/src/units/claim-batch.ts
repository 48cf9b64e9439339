import { type ClaimedItem, type DealStore, type ItemClass, type ItemTransition, LEASE_MS, type OpenState } from '@smart-ingestor/contracts';
import type { Job } from '../job';

export interface BatchOf {
  readonly job: Job;
  readonly store: DealStore;
  readonly state: OpenState;
  readonly workClass: ItemClass;
  readonly owner: string;
}

/**
 * Takes items for one request, the most valuable first. An item that failed before goes alone, so that one bad ASIN cannot take its
 * neighbours down again and again; the others are handed back.
 */
export async function claimBatch(of: BatchOf, size: number, nowMs: number): Promise<readonly ClaimedItem[]> {
  const { job, store, state, workClass, owner } = of;
  const claimed = await store.work.claim({ jobId: job.id, state, workClass, limit: size, owner, leaseMs: LEASE_MS, nowMs });
  const taken = isolated(claimed);
  const returned = claimed.filter((item) => !taken.includes(item)).map(handedBack);
  if (returned.length > 0) await store.commit({ transitions: returned, nowMs });
  return taken;
}

/** The first alone where it failed before; else all that never failed. */
export function isolated<T extends { readonly attempts: number }>(claimed: readonly T[]): readonly T[] {
  const [first] = claimed;
  if (first !== undefined && first.attempts > 0) return [first];
  return claimed.filter(({ attempts }) => attempts === 0);
}

/** Two versions of one ASIN can be open at once (the older was being bought when the newer came); one purchase serves both. */
export function distinctAsins(items: readonly { readonly asin: string }[]): readonly string[] {
  return [...new Set(items.map((item) => item.asin))];
}

/** Back to where it was, free for anybody. */
export function handedBack(item: ClaimedItem): ItemTransition {
  return { item, to: openState(item), reason: null };
}

/** A claimed item is always open. */
export function openState(item: ClaimedItem): OpenState {
  return item.state === 'accepted' ? 'accepted' : 'queued';
}

/** Keepa has nothing about this ASIN. */
export const NO_DATA = 'no-data';

/** Keepa answered, and the decoder could not read what it said. The bytes are kept: `replay` reads them again. */
export const UNREADABLE = 'unreadable';
