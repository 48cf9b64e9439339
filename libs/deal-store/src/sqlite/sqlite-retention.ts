import type { Retention } from '@smart-ingestor/contracts';
import type { Database, Tx } from './database';
import { changedRows } from './held-rows';
import { pruneRaw } from './sqlite-raw';

/** A purchase that an open item may still ask for is kept: without it the item would be bought again. */
const STILL_WANTED = `SELECT 1 FROM work_item i WHERE i.asin = purchase.asin AND i.domain_id = purchase.domain_id
  AND i.last_update_ms = purchase.last_update_ms AND i.state IN ('queued', 'accepted')`;

/** What goes, by table, oldest first. A statement takes the time and how many rows at most. */
const FINISHED = {
  work_item: `DELETE FROM work_item WHERE id IN (SELECT id FROM work_item WHERE finished_ms IS NOT NULL AND finished_ms < ? ORDER BY finished_ms LIMIT ?)`,
  purchase: `DELETE FROM purchase WHERE rowid IN (SELECT rowid FROM purchase WHERE bought_ms < ? AND NOT EXISTS (${STILL_WANTED}) ORDER BY bought_ms LIMIT ?)`,
  token_grant: `DELETE FROM token_grant WHERE rowid IN (SELECT rowid FROM token_grant WHERE granted_at_ms < ? AND state <> 'open' ORDER BY granted_at_ms LIMIT ?)`,
} as const;

/** Each table in a transaction of its own: other writers wait for one of them at most. */
export async function retain(database: Database, retention: Retention): Promise<Readonly<Record<string, number>>> {
  const { limit } = retention;
  const gone = async (table: keyof typeof FINISHED, beforeMs: number): Promise<number> =>
    database.write((tx) => deleted(tx, FINISHED[table], beforeMs, limit));
  return {
    work_item: await gone('work_item', retention.itemsFinishedBeforeMs),
    purchase: await gone('purchase', retention.purchasesBeforeMs),
    token_grant: await gone('token_grant', retention.ledgerBeforeMs),
    raw_response: await database.write((tx) => pruneRaw(tx, retention.rawBeforeMs, limit)),
  };
}

async function deleted(tx: Tx, statement: string, beforeMs: number, limit: number): Promise<number> {
  await tx.query(statement, [beforeMs, limit]);
  return changedRows(tx);
}
