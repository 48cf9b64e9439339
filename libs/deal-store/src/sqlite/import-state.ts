import type { ItemRow } from '../rules/item-book';
import type { ParsedState } from '../rules/state-records';
import { chunks } from './bulk-sql';
import type { Tx } from './database';
import { writeCursor, writeGaps, writeHead } from './feed-rows';
import { writeItems } from './item-rows';
import { writePaidPurchases } from './sqlite-purchases';

const KEYS_PER_DELETE = 100;

/** Rows of the same key go first: an imported item may be in a state that the stored one could not move to. */
export async function importState(tx: Tx, state: ParsedState): Promise<number> {
  for (const cursor of state.feed_cursor) await writeCursor(tx, cursor, null);
  for (const head of state.feed_head) await writeHead(tx, head, null);
  await writeGaps(tx, state.coverage_gap, null);
  for (const items of chunks(state.work_item, KEYS_PER_DELETE)) {
    await deleteItems(tx, items);
    await writeItems(tx, items);
  }
  await writePaidPurchases(tx, state.purchase);
  return Object.values(state).reduce((sum, rows) => sum + rows.length, 0);
}

async function deleteItems(tx: Tx, items: readonly ItemRow[]): Promise<void> {
  const keys = items.flatMap((item) => [item.jobId, item.domainId, item.asin, item.lastUpdateMs]);
  const places = items.map(() => '(?, ?, ?, ?)').join(', ');
  await tx.query(`DELETE FROM work_item WHERE (job_id, domain_id, asin, last_update_ms) IN (VALUES ${places})`, keys);
}
