import { SqliteDealStore } from '@smart-ingestor/deal-store';
import { collectGarbage } from './garbage';
import { throughItems } from './item-cycle';
import type { MemoryMark } from './memory-marks';

/** `items-process <file> <items> <from> <count>`: goes through so many cycles and sends what the process holds then. */
async function main(file: string, [items, from, count]: readonly number[]): Promise<void> {
  const store = new SqliteDealStore({ path: file, rawRetentionDays: 14, busyTimeoutMs: 30_000 });
  await store.open();
  await throughItems('claim and commit', store, items!).run({ from: from!, count: count! });
  collectGarbage();
  const { rss, heapUsed } = process.memoryUsage();
  process.send!({ rows: items!, residentBytes: rss, heapBytes: heapUsed } satisfies MemoryMark);
  await store.close();
  process.disconnect();
}

const [file, ...numbers] = process.argv.slice(2);
void main(file!, numbers.map(Number));
