import type { Clock, DealStore } from '@smart-ingestor/contracts';

/** Server time as the database knows it. One with simulated time may be ahead of this machine: then its newest request, or heartbeat, is "now". */
export async function accountNowMs(store: DealStore, clock: Clock): Promise<number> {
  const [newest] = await store.books.entries({ limit: 1 });
  const beats = (await store.runs.list()).map(({ seenMs }) => seenMs);
  return Math.max(clock.nowMs(), newest?.atMs ?? 0, ...beats);
}
