import { feedRowOf, SUITE_NOW_MS } from '@smart-ingestor/conformance';
import { type ClaimedItem, LEASE_MS, type NewItem } from '@smart-ingestor/contracts';
import type { SqliteDealStore } from '@smart-ingestor/deal-store';
import { asinOf } from './item-fill';
import type { Contender } from './rounds';

/** As many as one request carries. */
export const ITEMS_PER_CYCLE = 50;
/** Scatters new products over the whole table: a prime, greater than any number of items. */
const STRIDE = 999_999_937;

/** Numbers of the cycles of a round: they make the new items and the server times. */
export interface ItemCycles {
  readonly from: number;
  readonly count: number;
}

/** Claims items, ends them, and delivers as many new ones of products all over the table, so that the queue stays as long as it is. */
export function throughItems(name: string, store: SqliteDealStore, items: number): Contender<ItemCycles> {
  return {
    name,
    run: async ({ from, count }) => {
      for (let cycle = from; cycle < from + count; cycle += 1) {
        const nowMs = SUITE_NOW_MS + 1 + cycle;
        const claimed = await store.work.claim({
          jobId: 'items',
          state: 'queued',
          limit: ITEMS_PER_CYCLE,
          owner: `bench-${cycle}`,
          leaseMs: LEASE_MS,
          nowMs,
        });
        if (claimed.length !== ITEMS_PER_CYCLE) throw new Error(`Cycle ${cycle} claimed ${claimed.length} items of ${ITEMS_PER_CYCLE}.`);
        const { itemsAdded, fencedOut } = await store.commit({ transitions: claimed.map(ended), newItems: newItems(cycle, items, nowMs), nowMs });
        if (itemsAdded !== ITEMS_PER_CYCLE || fencedOut !== 0)
          throw new Error(`Cycle ${cycle} added ${itemsAdded} items, ${fencedOut} were fenced out.`);
      }
    },
  };
}

function ended(item: ClaimedItem) {
  return { item, to: 'rejected', reason: 'rank-above-max' } as const;
}

function newItems(cycle: number, items: number, nowMs: number): NewItem[] {
  return Array.from({ length: ITEMS_PER_CYCLE }, (_, n) => {
    const number = cycle * ITEMS_PER_CYCLE + n;
    // Of every other product the table has an open item; the others have one that ended, so that nothing is superseded.
    const asin = asinOf(2 * ((number * STRIDE) % (items / 2)));
    const feed = feedRowOf({ asin, lastUpdateMs: nowMs });
    const value = (number * STRIDE) % 100_000_007;
    return { jobId: 'items', domainId: 1, asin, lastUpdateMs: nowMs, feed, state: 'queued', reason: null, filterHash: 'f1', value };
  });
}
