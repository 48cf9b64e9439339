import type { ClaimedItem, ClaimRequest, ItemTransition, NewItem, QueueSummary } from '@smart-ingestor/contracts';
import { LONGEST_PROCESSING_MS } from '@smart-ingestor/contracts';
import type { EntityManager } from 'typeorm';
import { type AsinKey, ItemBook, type ItemRow } from '../rules/item-book';
import { applyToItems, type ItemCountsOfCommit } from '../rules/item-rules';
import { queueOf } from '../rules/status';
import { type BulkInsert, chunks, insertRows, updateById } from './bulk-sql';
import type { Tx } from './database';
import { WorkItemEntity } from './entities/work-item.entity';

/** SQLite uses the index of the open items only where a query says this, word for word. */
const OPEN = "item.state IN ('queued', 'accepted')";

/** Everything of an item but its feed row, which is most of its bytes. */
const WITHOUT_FEED = (
  [
    'id',
    'jobId',
    'domainId',
    'asin',
    'lastUpdateMs',
    'state',
    'reason',
    'filterHash',
    'attempts',
    'fence',
    'heldBy',
    'heldFromMs',
    'heldUntilMs',
  ] as const
).map((field) => `item.${field}`);

const CHANGING = ['state', 'reason', 'filter_hash', 'attempts', 'fence', 'held_by', 'held_from_ms', 'held_until_ms'];

const WITH_FEED: BulkInsert<ItemRow> = {
  table: 'work_item',
  columns: ['job_id', 'domain_id', 'asin', 'last_update_ms', 'feed', ...CHANGING],
  values: (row) => [row.jobId, row.domainId, row.asin, row.lastUpdateMs, JSON.stringify(row.feed), ...changingOf(row)],
  conflict: `ON CONFLICT (job_id, domain_id, asin, last_update_ms) DO UPDATE SET ${['feed', ...CHANGING].map((c) => `${c} = excluded.${c}`).join(', ')}`,
};

/** ASINs in one `IN (…)`. */
const ASINS_PER_QUERY = 500;

/** Loads what the rules need to know, lets them decide, and writes what they changed. */
export async function applyItems(
  tx: Tx,
  transitions: readonly ItemTransition[],
  newItems: readonly NewItem[],
  nowMs: number,
): Promise<ItemCountsOfCommit> {
  const book = new ItemBook();
  for (const row of await concerned(tx, [...transitions.map(({ item }) => item), ...newItems])) book.load(row);
  const counts = applyToItems(book, transitions, newItems, nowMs);
  const changed = book.takeChanged();
  await insertRows(
    tx,
    WITH_FEED,
    changed.filter((row) => row.feed !== undefined),
  );
  const known = changed.filter((row) => row.feed === undefined).map((row) => [row.id!, ...changingOf(row)]);
  await updateById(tx, 'work_item', CHANGING, known);
  return counts;
}

export async function claimItems(tx: Tx, { jobId, state, limit, owner, leaseMs, nowMs }: ClaimRequest): Promise<readonly ClaimedItem[]> {
  // Each hold that ended is cleared once; from then on the item lies with the free ones, where `ORDER BY … LIMIT` reads only what it takes.
  await tx.manager
    .createQueryBuilder()
    .update(WorkItemEntity)
    .set({ heldBy: null, heldFromMs: 0, heldUntilMs: 0 })
    .where("job_id = :jobId AND state = :state AND state IN ('queued', 'accepted') AND held_until_ms > 0", { jobId, state })
    .andWhere('(held_until_ms <= :nowMs OR held_from_ms > :latestMs)', { nowMs, latestMs: nowMs + LONGEST_PROCESSING_MS })
    .execute();
  const free = await tx.manager
    .createQueryBuilder(WorkItemEntity, 'item')
    .where(`item.jobId = :jobId AND item.state = :state AND ${OPEN} AND item.heldUntilMs = 0`, { jobId, state })
    .orderBy('item.lastUpdateMs', 'DESC')
    .limit(limit)
    .getMany();
  const held = free.map((row) => [row.id, row.fence + 1, owner, nowMs, nowMs + leaseMs]);
  await updateById(tx, 'work_item', ['fence', 'held_by', 'held_from_ms', 'held_until_ms'], held);
  return free.map(({ domainId, asin, lastUpdateMs, feed, attempts, fence }) => ({
    jobId,
    domainId,
    asin,
    lastUpdateMs,
    state,
    feed,
    attempts,
    fence: fence + 1,
  }));
}

export async function queueSummary(manager: EntityManager, jobId: string, nowMs: number): Promise<QueueSummary> {
  const open = manager.createQueryBuilder(WorkItemEntity, 'item').where(`item.jobId = :jobId AND ${OPEN}`, { jobId });
  const free = await open
    .clone()
    .select('item.state', 'state')
    .addSelect('count(*)', 'items')
    .andWhere('item.state IN (:...states) AND item.heldUntilMs = 0', { states: ['queued', 'accepted'] })
    .groupBy('item.state')
    .getRawMany<{ state: string; items: number }>();
  const others = await open
    .clone()
    .select(WITHOUT_FEED)
    .andWhere('item.state IN (:...states) AND item.heldUntilMs > 0', { states: ['queued', 'accepted'] })
    .getMany();
  const count = (state: string): number => free.find((group) => group.state === state)?.items ?? 0;
  return queueOf(count('queued'), count('accepted'), others, nowMs);
}

/** Of every ASIN in question: the items from the oldest of these lastUpdates on, and the older ones that are open. */
async function concerned(tx: Tx, items: readonly (AsinKey & { readonly lastUpdateMs: number })[]): Promise<readonly ItemRow[]> {
  const rows: ItemRow[] = [];
  for (const [{ jobId, domainId }, ofJob] of byJob(items)) {
    const fromMs = ofJob.reduce((oldest, item) => Math.min(oldest, item.lastUpdateMs), Infinity);
    for (const asins of chunks([...new Set(ofJob.map((item) => item.asin))], ASINS_PER_QUERY)) {
      const query = tx.manager.createQueryBuilder(WorkItemEntity, 'item').select(WITHOUT_FEED).setParameters({ jobId, domainId, asins, fromMs });
      const ofAsins = 'item.jobId = :jobId AND item.domainId = :domainId AND item.asin IN (:...asins)';
      rows.push(...(await query.clone().where(`${ofAsins} AND item.lastUpdateMs >= :fromMs`).getMany()));
      // The plus leaves SQLite only the index of open items: by key it would read every version that the ASIN ever had.
      rows.push(...(await query.where(`+ ${ofAsins} AND item.lastUpdateMs < :fromMs AND ${OPEN}`).getMany()));
    }
  }
  return rows;
}

function byJob<I extends AsinKey>(items: readonly I[]): Iterable<[Pick<AsinKey, 'jobId' | 'domainId'>, I[]]> {
  const groups = new Map<string, [I, I[]]>();
  for (const item of items) {
    const key = `${item.domainId}/${item.jobId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item, [item]]);
    else group[1].push(item);
  }
  return groups.values();
}

function changingOf(row: ItemRow): (string | number | null)[] {
  return [row.state, row.reason, row.filterHash, row.attempts, row.fence, row.heldBy, row.heldFromMs, row.heldUntilMs];
}
