import {
  type ClaimedItem,
  type ClaimRequest,
  type ItemClass,
  LONGEST_PROCESSING_MS,
  type OpenState,
  type QueueSummary,
} from '@smart-ingestor/contracts';
import type { EntityManager } from 'typeorm';
import { updateById } from './bulk-sql';
import type { Tx } from './database';
import { WorkItemEntity } from './entities/work-item.entity';
import { OPEN } from './item-rows';

/**
 * Each hold that ended is cleared once; from then on the item lies with the free ones, where `ORDER BY … LIMIT` reads only what it takes.
 * Whose it was stays: for that one it is not free.
 */
const LANE_HELD = `UPDATE work_item SET held_from_ms = 0, held_until_ms = 0
  WHERE job_id = ? AND work_class = ? AND ${OPEN} AND held_until_ms > 0`;

/**
 * `other`, an item of the same product (another job's, or another version), is with somebody: what that one buys serves both, so `item` waits
 * for it. What the owner itself has let lapse may still be in flight.
 */
function isWithSomebody(owner: string, nowMs: string, latestMs: string): string {
  return `other.held_by IS NOT NULL AND other.${OPEN} AND (other.held_by = ${owner} OR other.held_until_ms > ${nowMs} AND other.held_from_ms <= ${latestMs})`;
}

const BOUGHT_BESIDE = `SELECT 1 FROM work_item other WHERE other.asin = item.asin AND other.domain_id = item.domainId AND other.id <> item.id
  AND ${isWithSomebody(':owner', ':nowMs', ':latestMs')}`;

export async function claimItems(tx: Tx, request: ClaimRequest): Promise<readonly ClaimedItem[]> {
  const { jobId, state, workClass = 'discover', limit, owner, leaseMs, nowMs } = request;
  await tx.query(`${LANE_HELD} AND held_until_ms <= ?`, [jobId, workClass, nowMs]);
  await tx.query(`${LANE_HELD} AND held_from_ms > ?`, [jobId, workClass, nowMs + LONGEST_PROCESSING_MS]);
  const free = await tx.manager
    .createQueryBuilder(WorkItemEntity, 'item')
    .where('item.jobId = :jobId AND item.workClass = :workClass AND item.state = :state', { jobId, workClass, state })
    .andWhere(`item.${OPEN} AND item.heldUntilMs = 0 AND item.heldBy IS NOT :owner`, { owner })
    .andWhere(`NOT EXISTS (${BOUGHT_BESIDE})`, { nowMs, latestMs: nowMs + LONGEST_PROCESSING_MS })
    .orderBy('item.value', 'DESC')
    .addOrderBy('item.lastUpdateMs', 'DESC')
    .limit(limit)
    .getMany();
  const held = free.map((row) => [row.id, row.fence + 1, owner, nowMs, nowMs + leaseMs]);
  await updateById(tx, 'work_item', ['fence', 'held_by', 'held_from_ms', 'held_until_ms'], held);
  return free.map(({ domainId, asin, lastUpdateMs, feed, attempts, fence }) => ({
    ...{ jobId, domainId, asin, lastUpdateMs, state, workClass, feed, attempts },
    fence: fence + 1,
  }));
}

/** One statement, so that all rows are of the same moment: open items are counted already, and only those that are held, or whose product is, are looked at. */
const QUEUE = `SELECT coalesce(sum(items) FILTER (WHERE state = 'queued'), 0) AS queued, coalesce(sum(items) FILTER (WHERE state = 'accepted'), 0) AS accepted,
    NULL AS nextFreeAtMs
    FROM item_count WHERE job_id = ?1 AND work_class = ?2 AND ${OPEN}
  UNION ALL SELECT count(*) FILTER (WHERE state = 'queued'), count(*) FILTER (WHERE state = 'accepted'), min(held_until_ms)
    FROM work_item WHERE job_id = ?1 AND work_class = ?2 AND ${OPEN} AND held_until_ms > 0 AND held_until_ms > ?3 AND + held_from_ms <= ?4
  UNION ALL SELECT count(*) FILTER (WHERE state = 'queued'), count(*) FILTER (WHERE state = 'accepted'), NULL
    FROM work_item WHERE held_by = ?5 AND + job_id = ?1 AND + work_class = ?2 AND ${OPEN} AND NOT (held_until_ms > ?3 AND held_from_ms <= ?4)
  UNION ALL SELECT count(DISTINCT item.id) FILTER (WHERE item.state = 'queued'), count(DISTINCT item.id) FILTER (WHERE item.state = 'accepted'),
    min(other.held_until_ms) FILTER (WHERE other.held_until_ms > ?3)
    FROM work_item other CROSS JOIN work_item item WHERE ${isWithSomebody('?5', '?3', '?4')}
    AND item.asin = other.asin AND item.domain_id = other.domain_id AND item.id <> other.id AND + item.job_id = ?1 AND + item.work_class = ?2
    AND item.${OPEN} AND (?5 IS NULL OR item.held_by IS NOT ?5) AND NOT (item.held_until_ms > ?3 AND item.held_from_ms <= ?4)`;

type Counted = Omit<QueueSummary, 'held'>;

export async function queueSummary(
  manager: EntityManager,
  jobId: string,
  workClass: ItemClass,
  nowMs: number,
  owner: string | null = null,
): Promise<QueueSummary> {
  const counted: readonly Counted[] = await manager.query(QUEUE, [jobId, workClass, nowMs, nowMs + LONGEST_PROCESSING_MS, owner]);
  const [open, ...taken] = counted;
  const of = (state: OpenState): number => taken.reduce((items, group) => items + group[state], 0);
  const endsMs = taken.flatMap(({ nextFreeAtMs }) => (nextFreeAtMs === null ? [] : [nextFreeAtMs]));
  return {
    queued: open!.queued - of('queued'),
    accepted: open!.accepted - of('accepted'),
    held: of('queued') + of('accepted'),
    nextFreeAtMs: endsMs.length > 0 ? Math.min(...endsMs) : null,
  };
}
