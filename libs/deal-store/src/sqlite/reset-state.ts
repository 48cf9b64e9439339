import type { Tx } from './database';

/** Bought for items of this job and of no other. */
const ONLY_OF_JOB = `EXISTS (SELECT 1 FROM work_item i WHERE i.job_id = ?1 AND i.domain_id = purchase.domain_id AND i.asin = purchase.asin
    AND i.last_update_ms = purchase.last_update_ms)
  AND NOT EXISTS (SELECT 1 FROM work_item i WHERE i.job_id <> ?1 AND i.job_id IN (SELECT job_id FROM item_count) AND i.domain_id = purchase.domain_id
    AND i.asin = purchase.asin AND i.last_update_ms = purchase.last_update_ms)`;

/** In this order: whose a purchase is shows in the items. */
const TABLES = ['purchase', 'work_item', 'feed_cursor', 'feed_head', 'coverage_gap', 'feed_lease'] as const;

/** Returns how many rows of each table went. */
export async function resetState(tx: Tx, jobId: string | undefined): Promise<Readonly<Record<string, number>>> {
  const gone: Record<string, number> = {};
  for (const table of TABLES) {
    const ofJob = table === 'purchase' ? ONLY_OF_JOB : 'job_id = ?1';
    await tx.query(`DELETE FROM "${table}" WHERE ${jobId === undefined ? '1' : ofJob}`, jobId === undefined ? [] : [jobId]);
    const [{ changed }] = (await tx.query('SELECT changes() AS changed')) as [{ readonly changed: number }];
    gone[table] = changed;
  }
  await tx.query('DELETE FROM item_count WHERE items = 0');
  const heldDeals = 'UPDATE deal SET held_by = NULL, held_from_ms = 0, held_until_ms = 0 WHERE held_until_ms > 0';
  await tx.query(jobId === undefined ? heldDeals : `${heldDeals} AND job_id = ?`, jobId === undefined ? [] : [jobId]);
  return gone;
}
