import type { ClaimedDeal, CommitOutcome, Deal, DealTable, RefreshClaim, RefreshedDeal, RefreshStatus } from '@smart-ingestor/contracts';
import type { EntityManager } from 'typeorm';
import { endOfAttempt } from '../rules/ended-attempt';
import { FORCED_STALE_MS, withSighting } from '../rules/refresh-rules';
import type { Database, Tx } from './database';
import { DealEntity } from './entities/deal.entity';
import { changedRows, freeEnded, heldCounts, heldParameters, lapsedDue } from './held-rows';
import { DEAL_FIELDS, preparedDeals, upsertDeals } from './sqlite-deals';

/** Rows of the job, then those that were stored before a deal knew its job: two ranges of one index instead of an OR that has none. */
const ownersOf = (jobId: string): readonly (string | null)[] => [jobId, null];

const OF_JOB = 'job_id IS ? AND domain_id = ?';

export async function claimDueDeals(
  tx: Tx,
  { jobId, domainId, seenBeforeMs, limit, owner, leaseMs, nowMs }: RefreshClaim,
): Promise<readonly ClaimedDeal[]> {
  const due: DealEntity[] = [];
  for (const job of ownersOf(jobId)) {
    await freeEnded(tx, 'deal', OF_JOB, [job, domainId], nowMs);
    due.push(...(await longestUnseen(tx, { jobId: job, domainId, seenBeforeMs, limit, owner })));
  }
  const taken = due.sort((a, b) => a.staleSinceMs - b.staleSinceMs).slice(0, limit);
  await tx.query(
    `UPDATE deal SET fence = fence + 1, held_by = ?, held_from_ms = ?, held_until_ms = ? WHERE domain_id = ? AND asin IN (SELECT value FROM json_each(?))`,
    [owner, nowMs, nowMs + leaseMs, domainId, JSON.stringify(taken.map(({ asin }) => asin))],
  );
  return taken.map((row) => ({ deal: dealOf(row), attempts: row.attempts, fence: row.fence + 1 }));
}

type Wanted = Pick<RefreshClaim, 'domainId' | 'seenBeforeMs' | 'limit' | 'owner'> & { readonly jobId: string | null };

function longestUnseen(tx: Tx, { jobId, domainId, seenBeforeMs, limit, owner }: Wanted): Promise<DealEntity[]> {
  return tx.manager
    .createQueryBuilder(DealEntity, 'deal')
    .select([...DEAL_FIELDS, 'staleSinceMs', 'attempts', 'fence'].map((field) => `deal.${field}`))
    .where('deal.jobId IS :jobId AND deal.domainId = :domainId AND deal.staleSinceMs < :seenBeforeMs AND deal.heldUntilMs = 0', {
      jobId,
      domainId,
      seenBeforeMs,
    })
    .andWhere('deal.heldBy IS NOT :owner', { owner })
    .orderBy('deal.staleSinceMs')
    .limit(limit)
    .getMany();
}

/** Row by row: held by whom it says, or another process has it now. */
export async function applyRefreshed(
  tx: Tx,
  refreshed: readonly RefreshedDeal[],
  nowMs: number,
): Promise<Pick<CommitOutcome, 'dealsNew' | 'dealsChanged'> & { readonly lost: readonly ClaimedDeal[] }> {
  const known = new Map((await rowsOf(tx, refreshed)).map((row) => [keyOf(row), row]));
  const own = refreshed.filter(({ claimed }) => known.get(keyOf(claimed.deal))?.fence === claimed.fence);
  const renewed = own.flatMap(({ deal }) => (deal === null ? [] : [withSighting(deal, known.get(keyOf(deal))!)]));
  const counts = await upsertDeals(tx, preparedDeals(renewed));
  await endRefreshes(tx, own, nowMs);
  return { ...counts, lost: refreshed.filter((ended) => !own.includes(ended)).map(({ claimed }) => claimed) };
}

async function rowsOf(tx: Tx, refreshed: readonly RefreshedDeal[]): Promise<readonly DealEntity[]> {
  const rows: DealEntity[] = [];
  for (const domainId of new Set(refreshed.map(({ claimed }) => claimed.deal.domainId))) {
    const ofDomain = refreshed.filter(({ claimed }) => claimed.deal.domainId === domainId);
    const found = await tx.manager
      .createQueryBuilder(DealEntity, 'deal')
      .select(['domainId', 'asin', 'fence', 'feed', 'rejectedReason', 'lastSeenMs'].map((field) => `deal.${field}`))
      .where('deal.domainId = :domainId AND deal.asin IN (:...asins)', { domainId, asins: ofDomain.map(({ claimed }) => claimed.deal.asin) })
      .getMany();
    rows.push(...found);
  }
  return rows;
}

async function endRefreshes(tx: Tx, own: readonly RefreshedDeal[], nowMs: number): Promise<void> {
  const ends = own.map((refreshed) => {
    const { domainId, asin } = refreshed.claimed.deal;
    const { attempts, answeredMs, waitsUntilMs } = endOfAttempt(refreshed, nowMs);
    return [domainId, asin, attempts, answeredMs, waitsUntilMs === 0 ? 0 : nowMs, waitsUntilMs];
  });
  if (ends.length === 0) return;
  await tx.query(
    `UPDATE deal SET fence = fence + 1, held_by = NULL, attempts = ended.attempts, held_from_ms = ended.fromMs, held_until_ms = ended.untilMs,
      answered_ms = coalesce(ended.answeredMs, answered_ms),
      stale_since_ms = CASE WHEN ended.answeredMs IS NULL THEN stale_since_ms ELSE max(last_seen_ms, ended.answeredMs) END
      FROM (SELECT value ->> 0 AS domainId, value ->> 1 AS asin, value ->> 2 AS attempts, value ->> 3 AS answeredMs, value ->> 4 AS fromMs,
        value ->> 5 AS untilMs FROM json_each(?)) AS ended
      WHERE deal.domain_id = ended.domainId AND deal.asin = ended.asin`,
    [JSON.stringify(ends)],
  );
}

interface Counted {
  readonly total: number;
  readonly due: number;
  readonly nextFreeAtMs: number | null;
}

export async function refreshStatusOf(manager: EntityManager, request: Parameters<DealTable['refreshStatus']>[0]): Promise<RefreshStatus> {
  const { jobId, domainId, seenBeforeMs, nowMs, owner } = request;
  const [free, held, oldestSeenMs] = [await freeRows(manager, request), await heldRows(manager, request), await oldestSeen(manager, jobId, domainId)];
  const where = 'domain_id = ? AND (job_id = ? OR job_id IS NULL) AND stale_since_ms < ?';
  const own = await lapsedDue(manager, 'deal', { where, parameters: [domainId, jobId, seenBeforeMs], owner, nowMs });
  const dueRows = free.due + held.due - own;
  return { rows: free.total + held.total, dueRows, oldestSeenMs, nextFreeAtMs: dueRows > 0 ? null : held.nextFreeAtMs };
}

async function freeRows(
  manager: EntityManager,
  { jobId, domainId, seenBeforeMs }: Pick<RefreshClaim, 'jobId' | 'domainId' | 'seenBeforeMs' | 'nowMs'>,
): Promise<Pick<Counted, 'total' | 'due'>> {
  const sums = { total: 0, due: 0 };
  for (const job of ownersOf(jobId)) {
    const free = `SELECT count(*) AS counted FROM deal WHERE ${OF_JOB} AND held_until_ms = 0`;
    sums.total += await countedBy(manager, free, [job, domainId]);
    sums.due += await countedBy(manager, `${free} AND stale_since_ms < ?`, [job, domainId, seenBeforeMs]);
  }
  return sums;
}

/** Of those that are held: one whose hold is over is as free as the others. */
async function heldRows(
  manager: EntityManager,
  { jobId, domainId, seenBeforeMs, nowMs }: Pick<RefreshClaim, 'jobId' | 'domainId' | 'seenBeforeMs' | 'nowMs'>,
): Promise<Counted> {
  const sums = { total: 0, due: 0, nextFreeAtMs: null as number | null };
  for (const job of ownersOf(jobId)) {
    const [row]: Counted[] = await manager.query(
      `SELECT count(*) AS total, ${heldCounts('stale_since_ms < ?')} FROM deal WHERE ${OF_JOB} AND held_until_ms > 0`,
      [...heldParameters(seenBeforeMs, nowMs), job, domainId],
    );
    sums.total += row!.total;
    sums.due += row!.due;
    if (row!.nextFreeAtMs !== null) sums.nextFreeAtMs = Math.min(sums.nextFreeAtMs ?? Infinity, row!.nextFreeAtMs);
  }
  return sums;
}

/** Of the rows that people see. */
async function oldestSeen(manager: EntityManager, jobId: string, domainId: number): Promise<number | null> {
  const oldest: number[] = [];
  for (const job of ownersOf(jobId)) {
    const [row]: { oldest: number | null }[] = await manager.query(
      `SELECT min(last_seen_ms) AS oldest FROM deal WHERE ${OF_JOB} AND expired_ms IS NULL`,
      [job, domainId],
    );
    if (row!.oldest !== null) oldest.push(row!.oldest);
  }
  return oldest.length === 0 ? null : Math.min(...oldest);
}

async function countedBy(manager: EntityManager, statement: string, parameters: unknown[]): Promise<number> {
  const [row]: { counted: number }[] = await manager.query(statement, parameters);
  return row!.counted;
}

/** Rows that one transaction makes due: with 3 kB of JSON in each, 300,000 at once kept other writers out for 9 s. */
const FORCED_AT_ONCE = 2_000;

/** A few at a time; returns how many rows the job has. */
export async function makeAllDue(database: Database, jobId: string, domainId: number): Promise<number> {
  let rows = 0;
  for (const job of ownersOf(jobId)) {
    for (const held of ['held_until_ms = 0', 'held_until_ms > 0']) {
      const inTime = `SELECT rowid FROM deal WHERE ${OF_JOB} AND ${held} AND stale_since_ms >= 0 LIMIT ${FORCED_AT_ONCE}`;
      const force = `UPDATE deal SET stale_since_ms = last_seen_ms - ${FORCED_STALE_MS} WHERE rowid IN (${inTime})`;
      for (let changed = FORCED_AT_ONCE; changed === FORCED_AT_ONCE;) {
        changed = await database.write(async (tx) => {
          await tx.query(force, [job, domainId]);
          return changedRows(tx);
        });
      }
      rows += await database.read((manager) =>
        countedBy(manager, `SELECT count(*) AS counted FROM deal WHERE ${OF_JOB} AND ${held}`, [job, domainId]),
      );
    }
  }
  return rows;
}

function dealOf(row: DealEntity): Deal {
  const { domainId, asin, jobId, feed, product, marginMinor, rejectedReason, firstStoredMs, lastSeenMs } = row;
  return { domainId, asin, jobId, feed, product, marginMinor, rejectedReason, firstStoredMs, lastSeenMs };
}

function keyOf({ domainId, asin }: Pick<Deal, 'domainId' | 'asin'>): string {
  return `${domainId}/${asin}`;
}
