import { openStore, SystemClock } from '@smart-ingestor/composition';
import { claimOf, cursorOf, feedMoveOf, newItemOf, SUITE_NOW_MS } from '@smart-ingestor/conformance';
import type { DealStore, RunRecord } from '@smart-ingestor/contracts';

/** Fills the database at `path` and closes it. */
export async function prepareStore(path: string, fill: (store: DealStore) => Promise<void>): Promise<void> {
  const { store, close } = await openStore({ store: { use: 'sqlite', options: { path } } });
  try {
    await fill(store);
  } finally {
    await close();
  }
}

/** Items that ended as dead after 3 attempts that cost 6 tokens in all. */
export async function addDead(store: DealStore, jobId: string, ...asins: readonly string[]): Promise<void> {
  await store.commit({ newItems: asins.map((asin) => newItemOf({ jobId, asin })), nowMs: SUITE_NOW_MS });
  const claimed = await store.work.claim(claimOf({ jobId, limit: asins.length }));
  const failure = {
    ...{ code: 'TIMEOUT', message: 'no answer in 120 s', request: '{"path":"/product"}', callId: 'call-9', tokens: 6, atMs: SUITE_NOW_MS },
  };
  const transitions = claimed.map((item) => ({ item, to: 'dead' as const, reason: 'no-answer', attempts: 3, failure }));
  await store.commit({ transitions, nowMs: SUITE_NOW_MS });
}

/** A pass over the feed of a job that is under way. */
export async function addCursor(store: DealStore, jobId: string): Promise<void> {
  await store.commit({ feed: await feedMoveOf(store, cursorOf({ jobId })), nowMs: SUITE_NOW_MS });
}

/** A run that answers for itself: this very process, heard of just now. */
export async function addRun(store: DealStore, fields: Partial<RunRecord> & Pick<RunRecord, 'host' | 'pid'>): Promise<void> {
  await store.runs.begin({ owner: `${fields.pid}-owner`, accountId: 'abc', startedMs: new SystemClock().nowMs(), jobs: ['books'], ...fields });
}
