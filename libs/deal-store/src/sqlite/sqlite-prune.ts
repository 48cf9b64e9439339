import type { PruneOutcome, PruneRequest } from '@smart-ingestor/contracts';
import type { Tx } from './database';
import { changedRows } from './held-rows';

/**
 * Law I11: nothing goes unless Keepa answered a refresh of that very row at or after the cut-off and it came to nothing, and a row that is held
 * for a refresh now is not touched. Soft first: an expired row is only hidden.
 */
export async function pruneDeals(tx: Tx, request: PruneRequest): Promise<PruneOutcome> {
  const { jobId, domainId, expireSeenBeforeMs, deleteExpiredBeforeMs, limit, nowMs } = request;
  const outcome = { expired: 0, deleted: 0 };
  for (const job of [jobId, null]) {
    const doomed = await tx.query(
      `SELECT asin FROM deal WHERE job_id IS ? AND domain_id = ? AND expired_ms IS NOT NULL AND expired_ms < ? AND answered_ms >= ?
        AND (held_by IS NULL OR held_until_ms <= ?) ORDER BY expired_ms LIMIT ?`,
      [job, domainId, deleteExpiredBeforeMs, deleteExpiredBeforeMs, nowMs, limit - outcome.deleted],
    );
    outcome.deleted += await deleteDeals(
      tx,
      domainId,
      doomed.map(({ asin }: { asin: string }) => asin),
    );
    await tx.query(
      `UPDATE deal SET expired_ms = ? WHERE domain_id = ? AND asin IN (SELECT asin FROM deal WHERE job_id IS ? AND domain_id = ? AND expired_ms IS NULL
        AND last_seen_ms < ? AND answered_ms >= ? AND (held_by IS NULL OR held_until_ms <= ?) ORDER BY last_seen_ms LIMIT ?)`,
      [nowMs, domainId, job, domainId, expireSeenBeforeMs, expireSeenBeforeMs, nowMs, limit - outcome.expired],
    );
    outcome.expired += await changedRows(tx);
  }
  return outcome;
}

async function deleteDeals(tx: Tx, domainId: number, asins: readonly string[]): Promise<number> {
  if (asins.length === 0) return 0;
  const rows = 'WHERE domain_id = ? AND asin IN (SELECT value FROM json_each(?))';
  for (const table of ['price_observation', 'deal']) await tx.query(`DELETE FROM ${table} ${rows}`, [domainId, JSON.stringify(asins)]);
  return asins.length;
}
