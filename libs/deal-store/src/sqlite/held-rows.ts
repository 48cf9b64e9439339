import { LONGEST_PROCESSING_MS } from '@smart-ingestor/contracts';
import type { Tx } from './database';

/** Ends the holds that are over, or were given by another clock, so that those rows lie with the free ones. `where` names rows by an index. */
export async function freeEnded(tx: Tx, table: 'deal' | 'seller', where: string, parameters: readonly unknown[], nowMs: number): Promise<void> {
  const held = `UPDATE "${table}" SET held_by = NULL, held_from_ms = 0, held_until_ms = 0 WHERE ${where} AND held_until_ms > 0`;
  await tx.query(`${held} AND (held_until_ms <= ? OR held_from_ms > ?)`, [...parameters, nowMs, nowMs + LONGEST_PROCESSING_MS]);
}

/** Rows that the last statement of this transaction changed. */
export async function changedRows(tx: Tx): Promise<number> {
  const [{ changed }] = (await tx.query('SELECT changes() AS changed')) as [{ changed: number }];
  return changed;
}
