import type { Tx } from './database';

/** Every table whose rows are leased: `held_by`, `held_from_ms`, `held_until_ms`. */
const LEASED_TABLES = ['work_item', 'feed_lease', 'deal', 'seller'] as const;

/** Renews everything that the owner still holds. A lease that ran out stays free, and one that was taken over carries another owner. */
export async function renewLeases(tx: Tx, owner: string, heldUntilMs: number, nowMs: number): Promise<void> {
  for (const table of LEASED_TABLES) {
    await tx.query(`UPDATE "${table}" SET held_from_ms = ?, held_until_ms = ? WHERE held_by = ? AND held_until_ms > ?`, [
      nowMs,
      heldUntilMs,
      owner,
      nowMs,
    ]);
  }
}
