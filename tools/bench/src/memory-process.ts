import { SUITE_NOW_MS } from '@smart-ingestor/conformance';
import { SqliteDealStore } from '@smart-ingestor/deal-store';
import { collectGarbage } from './garbage';
import type { MemoryMark } from './memory-marks';
import { dealsOf, PEEK } from './synthetic-deals';

const DEALS_PER_COMMIT = 1_000;

/** `memory-process <file> <deals> …`: stores deals up to each mark in turn and sends what the process holds then. */
async function main(path: string, marks: readonly number[]): Promise<void> {
  const store = new SqliteDealStore({ path, rawRetentionDays: 14, busyTimeoutMs: 30_000 });
  await store.open();
  let stored = 0;
  for (const mark of marks) {
    for (; stored < mark; stored += DEALS_PER_COMMIT) {
      await store.commit({ deals: dealsOf(stored, DEALS_PER_COMMIT, PEEK), nowMs: SUITE_NOW_MS });
    }
    collectGarbage();
    const { rss, heapUsed } = process.memoryUsage();
    process.send!({ rows: stored, residentBytes: rss, heapBytes: heapUsed } satisfies MemoryMark);
  }
  await store.close();
  process.disconnect();
}

const [path, ...marks] = process.argv.slice(2);
void main(path!, marks.map(Number));
