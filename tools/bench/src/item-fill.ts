import { feedRowOf, SUITE_NOW_MS } from '@smart-ingestor/conformance';
import { SqliteDealStore } from '@smart-ingestor/deal-store';
import { BareSqlite } from './bare-sqlite';
import { columnsOf } from './table-copies';

/** Items whose number is a multiple of this ended long ago; the others wait. */
const EVERY_NTH_ENDED = 2;
const ASIN_PLACE = '__ASIN____';

/** What the store itself writes for a row of a page, `:n` being the number of the item. Values and times are scattered over the whole queue. */
const WRITTEN: Readonly<Record<string, string>> = {
  id: ':n + 1',
  job_id: `'items'`,
  domain_id: '1',
  asin: asinSql(':n'),
  last_update_ms: `${SUITE_NOW_MS} - 1 - (:n * 7919) % 36000000`,
  state: `iif(:n % ${EVERY_NTH_ENDED} = 0, 'rejected', 'queued')`,
  reason: `iif(:n % ${EVERY_NTH_ENDED} = 0, 'price-above-max', NULL)`,
  filter_hash: `'f1'`,
  attempts: '0',
  fence: '0',
  held_by: 'NULL',
  held_from_ms: '0',
  held_until_ms: '0',
  feed: `replace(:feed, '${ASIN_PLACE}', ${asinSql(':n')})`,
  work_class: `'discover'`,
  value: '(:n * 104729) % 100000007',
  tokens_spent: '0',
  failure: 'NULL',
  finished_ms: `iif(:n % ${EVERY_NTH_ENDED} = 0, ${SUITE_NOW_MS} - 1 - (:n * 7919) % 36000000, NULL)`,
};

/** Ten characters, as an ASIN has. */
function asinSql(number: string): string {
  return `printf('I%09d', ${number})`;
}

export function asinOf(number: number): string {
  return `I${String(number).padStart(9, '0')}`;
}

/** A database of the store with so many items, half of them waiting: written in bulk, its indexes, counts and triggers as the store keeps them. */
export async function fillItems(file: string, items: number): Promise<void> {
  const store = new SqliteDealStore({ path: file, rawRetentionDays: 14, busyTimeoutMs: 30_000 });
  await store.open();
  await store.close();
  const database = await BareSqlite.open(file);
  try {
    const columns = (await columnsOf(database, 'work_item')).map(({ name }) => name);
    const unknown = columns.filter((name) => WRITTEN[name] === undefined);
    if (unknown.length > 0) throw new Error(`The table work_item has columns that the benchmark does not know: ${unknown.join(', ')}.`);
    const kept = await database.all<{ type: string; name: string; sql: string }>(
      "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = 'work_item' AND type IN ('index', 'trigger') AND sql IS NOT NULL",
    );
    // Made anew at the end: sorting ten million keys once takes a fraction of as many inserts into nine trees.
    for (const { type, name } of kept) await database.run(`DROP ${type} "${name}"`);
    await database.run('PRAGMA synchronous = OFF');
    const feed = JSON.stringify(feedRowOf({ asin: ASIN_PLACE }));
    const values = columns.map((name) => WRITTEN[name]!.replaceAll(':feed', '?2').replaceAll(':n', 'n'));
    await database.run(
      `WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ?1)
        INSERT INTO work_item (${columns.join(', ')}) SELECT ${values.join(', ')} FROM numbers`,
      [items, feed],
    );
    await database.run(
      `INSERT INTO item_count (job_id, work_class, state, reason, domain_id, items)
        SELECT job_id, work_class, state, iif(state = 'rejected', reason, ''), domain_id, count(*) FROM work_item GROUP BY 1, 2, 3, 4, 5`,
    );
    for (const { sql } of kept) await database.run(sql);
    await database.run('ANALYZE');
    await database.run('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    await database.close();
  }
}
