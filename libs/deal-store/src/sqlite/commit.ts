import type { CommitOutcome, StoreCommit } from '@smart-ingestor/contracts';
import { insertRows } from './bulk-sql';
import type { Tx } from './database';
import { preparedDeals, type PreparedDeals, upsertDeals, upsertObservations } from './sqlite-deals';
import { applyItems } from './sqlite-items';
import { settleIn } from './sqlite-ledger';
import { upsertPurchases } from './sqlite-purchases';
import { insertRaw, packed, type PackedResponse, pruneRaw } from './sqlite-raw';
import { CURSOR } from './sqlite-status';

/** A commit whose slow parts (compression, JSON) are done, so that the write lock is held for writing only. */
export interface PreparedCommit {
  readonly commit: StoreCommit;
  readonly raw: PackedResponse | null;
  readonly deals: PreparedDeals;
}

/** Old raw responses that go with every new one: more than come, so the retention is kept without a long delete. */
const PRUNED_PER_COMMIT = 20;
const DAY_MS = 86_400_000;

export async function prepared(commit: StoreCommit): Promise<PreparedCommit> {
  return { commit, raw: commit.raw === undefined ? null : await packed(commit.raw), deals: preparedDeals(commit.deals ?? []) };
}

/** Everything that one response causes, within one transaction. */
export async function applyCommit(tx: Tx, { commit, raw, deals }: PreparedCommit, rawRetentionDays: number): Promise<CommitOutcome> {
  const { settlement, nowMs } = commit;
  const accountId = settlement === undefined ? null : await settleIn(tx, settlement.callId, settlement.reading);
  if (raw !== null) {
    await insertRaw(tx, raw, { accountId, callId: settlement?.callId ?? null }, nowMs);
    await pruneRaw(tx, nowMs - rawRetentionDays * DAY_MS, PRUNED_PER_COMMIT);
  }
  const itemCounts = await applyItems(tx, commit.transitions ?? [], commit.newItems ?? [], nowMs);
  await upsertPurchases(tx, commit.purchases ?? []);
  const dealCounts = await upsertDeals(tx, deals);
  await upsertObservations(tx, commit.observations ?? []);
  if (commit.feed?.cursor !== undefined) await insertRows(tx, CURSOR, [{ ...commit.feed.cursor, accountId }]);
  return { ...itemCounts, ...dealCounts };
}
