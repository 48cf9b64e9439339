import type { ItemRow } from '../rules/item-book';
import { type BulkInsert, insertRows, updateById } from './bulk-sql';
import type { Tx } from './database';

/** SQLite uses an index of the open items only where a query says this, word for word. */
export const OPEN = "state IN ('queued', 'accepted')";

/** Everything of an item but its feed row, which is most of its bytes. */
export const WITHOUT_FEED = [
  'id',
  'jobId',
  'domainId',
  'asin',
  'lastUpdateMs',
  'state',
  'reason',
  'filterHash',
  'workClass',
  'value',
  'attempts',
  'failure',
  'tokensSpent',
  'finishedMs',
  'fence',
  'heldBy',
  'heldFromMs',
  'heldUntilMs',
] as const;

const CHANGING = [
  'state',
  'reason',
  'filter_hash',
  'work_class',
  'value',
  'attempts',
  'failure',
  'tokens_spent',
  'finished_ms',
  'fence',
  'held_by',
  'held_from_ms',
  'held_until_ms',
];

const WITH_FEED: BulkInsert<ItemRow> = {
  table: 'work_item',
  columns: ['job_id', 'domain_id', 'asin', 'last_update_ms', 'feed', ...CHANGING],
  values: (row) => [row.jobId, row.domainId, row.asin, row.lastUpdateMs, JSON.stringify(row.feed), ...changingOf(row)],
  conflict: `ON CONFLICT (job_id, domain_id, asin, last_update_ms) DO UPDATE SET ${['feed', ...CHANGING].map((c) => `${c} = excluded.${c}`).join(', ')}`,
};

/** Writes rows as the rules left them: those that are stored already by their id, unless their feed row is new, too. */
export async function writeItems(tx: Tx, rows: readonly ItemRow[]): Promise<void> {
  await insertRows(
    tx,
    WITH_FEED,
    rows.filter((row) => row.feed !== undefined),
  );
  const known = rows.filter((row) => row.feed === undefined).map((row) => [row.id!, ...changingOf(row)]);
  await updateById(tx, 'work_item', CHANGING, known);
}

function changingOf(row: ItemRow): (string | number | null)[] {
  const failure = row.failure === null ? null : JSON.stringify(row.failure);
  const work = [row.state, row.reason, row.filterHash, row.workClass, row.value, row.attempts, failure, row.tokensSpent, row.finishedMs];
  return [...work, row.fence, row.heldBy, row.heldFromMs, row.heldUntilMs];
}
