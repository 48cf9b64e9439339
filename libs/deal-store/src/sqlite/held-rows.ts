import { LONGEST_PROCESSING_MS } from '@smart-ingestor/contracts';
import type { EntityManager } from 'typeorm';
import type { Tx } from './database';

const IS_OVER = '(held_until_ms <= ? OR held_from_ms > ?)';

/** Ends the holds that are over, or were given by another clock, so that those rows lie with the free ones; whose they were stays. `where` names rows by an index. */
export async function freeEnded(tx: Tx, table: 'deal' | 'seller', where: string, parameters: readonly unknown[], nowMs: number): Promise<void> {
  const held = `UPDATE "${table}" SET held_from_ms = 0, held_until_ms = 0 WHERE ${where} AND held_until_ms > 0`;
  await tx.query(`${held} AND ${IS_OVER}`, [...parameters, nowMs, nowMs + LONGEST_PROCESSING_MS]);
}

/** Of held rows: how many are due and free again, and when the next of the others that are due becomes so. `isDue` has one parameter. */
export function heldCounts(isDue: string): string {
  return `coalesce(sum(${isDue} AND ${IS_OVER}), 0) AS due, min(CASE WHEN ${isDue} AND NOT ${IS_OVER} THEN held_until_ms END) AS nextFreeAtMs`;
}

export function heldParameters(dueBeforeMs: number, nowMs: number): readonly number[] {
  const once = [dueBeforeMs, nowMs, nowMs + LONGEST_PROCESSING_MS];
  return [...once, ...once];
}

/** Rows of `table` that are free for all but this owner, which still has them. `isDue` has one parameter. */
export async function lapsedDue(
  manager: EntityManager,
  table: 'deal' | 'seller',
  { where, parameters, owner, nowMs }: { where: string; parameters: readonly unknown[]; owner: string | undefined; nowMs: number },
): Promise<number> {
  if (owner === undefined) return 0;
  const [row]: { due: number }[] = await manager.query(`SELECT count(*) AS due FROM "${table}" WHERE held_by = ? AND ${IS_OVER} AND ${where}`, [
    owner,
    nowMs,
    nowMs + LONGEST_PROCESSING_MS,
    ...parameters,
  ]);
  return row!.due;
}

/** Rows that the last statement of this transaction changed. */
export async function changedRows(tx: Tx): Promise<number> {
  const [{ changed }] = (await tx.query('SELECT changes() AS changed')) as [{ changed: number }];
  return changed;
}
