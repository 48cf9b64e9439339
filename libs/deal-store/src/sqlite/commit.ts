import type { CommitOutcome, FeedMove, Lease, StoreCommit } from '@smart-ingestor/contracts';
import { requireLegalTransitions } from '../rules/item-moves';
import { dealKey } from '../rules/item-rules';
import type { Tx } from './database';
import { writeCursor, writeGaps, writeHead } from './feed-rows';
import { preparedDeals, type PreparedDeals, upsertDeals, upsertObservations } from './sqlite-deals';
import { endFeedLease } from './sqlite-feed-store';
import { applyItems } from './sqlite-items';
import { settleIn } from './sqlite-ledger';
import { upsertPurchases } from './sqlite-purchases';
import { insertRaw, packed, type PackedResponse, pruneRaw } from './sqlite-raw';
import { applyRefreshed } from './sqlite-refresh';
import { noteProgress } from './sqlite-run-store';
import { applySellers } from './sqlite-sellers';

/** A commit whose slow parts (compression, JSON) are done, so that the write lock is held for writing only. */
export interface PreparedCommit {
  readonly commit: StoreCommit;
  readonly raw: PackedResponse | null;
  readonly deals: PreparedDeals;
}

/** Old raw responses that go with every new one: more than come, so the retention is kept without a long delete. */
const PRUNED_PER_COMMIT = 20;
const DAY_MS = 86_400_000;

/** @throws {ItemStateError} */
export async function prepared(commit: StoreCommit): Promise<PreparedCommit> {
  requireLegalTransitions(commit.transitions ?? []);
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
  const items = await applyItems(tx, commit.transitions ?? [], commit.newItems ?? [], commit);
  await upsertPurchases(tx, commit.purchases ?? [], { callId: settlement?.callId ?? null, boughtMs: nowMs });
  const dealCounts = await upsertDeals(tx, ownDeals(deals, items.lostDeals));
  const refreshed = await applyRefreshed(tx, commit.refreshed ?? [], nowMs);
  const sellersLost = await applySellers(tx, commit.sellers ?? [], commit.sellersSeen ?? [], nowMs);
  await upsertObservations(tx, commit.observations ?? []);
  const feedLost = commit.feed !== undefined && !(await moveFeed(tx, commit.feed, accountId));
  if (!feedLost) await writeGaps(tx, commit.gaps ?? [], accountId);
  if (commit.owner !== undefined) await noteProgress(tx, commit.owner, nowMs);
  const lost = new Set<Lease>([...items.lost, ...refreshed.lost, ...sellersLost, ...(feedLost ? [commit.feed.lease] : [])]);
  return {
    ...items.counts,
    fencedOut: lost.size,
    lost,
    dealsNew: dealCounts.dealsNew + refreshed.dealsNew,
    dealsChanged: dealCounts.dealsChanged + refreshed.dealsChanged,
  };
}

function ownDeals({ first, others }: PreparedDeals, lost: ReadonlySet<string>): PreparedDeals {
  if (lost.size === 0) return { first, others };
  return { first: first.filter(({ deal }) => !lost.has(dealKey(deal))), others: others.filter((deal) => !lost.has(dealKey(deal))) };
}

/** `false`: another process reads that feed now, and records its own gaps. */
async function moveFeed(tx: Tx, { lease, cursor, head }: FeedMove, accountId: string | null): Promise<boolean> {
  if (!(await endFeedLease(tx, lease, accountId))) return false;
  if (cursor !== undefined) await writeCursor(tx, cursor, accountId);
  if (head !== undefined) await writeHead(tx, head, accountId);
  return true;
}
