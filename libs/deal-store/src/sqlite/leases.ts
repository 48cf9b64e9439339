import type { Tx } from './database';

/** Every table whose rows are leased: `held_by`, `held_from_ms`, `held_until_ms`. */
const LEASED_TABLES = ['work_item', 'feed_lease', 'deal', 'seller'] as const;

/** Renews everything that the owner still holds, also where its lease ran out: what was taken over carries another owner. */
export async function renewLeases(tx: Tx, owner: string, heldUntilMs: number, nowMs: number): Promise<void> {
  for (const table of LEASED_TABLES) {
    await tx.query(`UPDATE "${table}" SET held_from_ms = ?, held_until_ms = ? WHERE held_by = ?`, [nowMs, heldUntilMs, owner]);
  }
}

/** The fences stay: what its owner brings too late is still welcome where nobody took it over. */
export async function freeLeases(tx: Tx, owner: string): Promise<void> {
  for (const table of LEASED_TABLES) {
    await tx.query(`UPDATE "${table}" SET held_by = NULL, held_from_ms = 0, held_until_ms = 0 WHERE held_by = ?`, [owner]);
  }
}
