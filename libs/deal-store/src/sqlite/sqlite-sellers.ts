import type { ClaimedSeller, FetchedSeller, SellerClaim, SellerRow, SellersSeen, SellerStatus, SellerTable } from '@smart-ingestor/contracts';
import type { EntityManager } from 'typeorm';
import { endOfAttempt } from '../rules/ended-attempt';
import { type BulkInsert, insertRows } from './bulk-sql';
import type { Tx } from './database';
import { SellerEntity } from './entities/seller.entity';
import { changedRows, freeEnded, heldCounts, heldParameters, lapsedDue } from './held-rows';

const SEEN: BulkInsert<Pick<SellerRow, 'domainId' | 'sellerId'>> = {
  table: 'seller',
  columns: ['domain_id', 'seller_id', 'attempts', 'fence', 'held_from_ms', 'held_until_ms'],
  values: ({ domainId, sellerId }) => [domainId, sellerId, 0, 0, 0, 0],
  conflict: 'ON CONFLICT (domain_id, seller_id) DO NOTHING',
};

/** Lookups that ended, and ids that nobody knew before. */
export async function applySellers(
  tx: Tx,
  fetched: readonly FetchedSeller[],
  seen: readonly SellersSeen[],
  nowMs: number,
): Promise<readonly ClaimedSeller[]> {
  const lost: ClaimedSeller[] = [];
  for (const lookup of fetched) {
    const { domainId, sellerId, fence } = lookup.claimed;
    const { attempts, answeredMs, waitsUntilMs } = endOfAttempt(lookup, nowMs);
    await tx.query(
      `UPDATE seller SET fence = fence + 1, held_by = NULL, held_from_ms = ?, held_until_ms = ?, attempts = ?, fetched_ms = coalesce(?, fetched_ms),
        seller = coalesce(?, seller), rating_count = CASE WHEN ? THEN ? ELSE rating_count END WHERE domain_id = ? AND seller_id = ? AND fence = ?`,
      [
        waitsUntilMs === 0 ? 0 : nowMs,
        waitsUntilMs,
        attempts,
        answeredMs,
        lookup.seller === null ? null : JSON.stringify(lookup.seller),
        lookup.seller === null ? 0 : 1,
        lookup.seller?.ratingCount ?? null,
        domainId,
        sellerId,
        fence,
      ],
    );
    if ((await changedRows(tx)) === 0) lost.push(lookup.claimed);
  }
  await insertRows(
    tx,
    SEEN,
    seen.flatMap(({ domainId, sellerIds }) => sellerIds.map((sellerId) => ({ domainId, sellerId }))),
  );
  return lost;
}

export async function claimDueSellers(
  tx: Tx,
  { domainId, fetchedBeforeMs, limit, owner, leaseMs, nowMs }: SellerClaim,
): Promise<readonly ClaimedSeller[]> {
  await freeEnded(tx, 'seller', 'domain_id = ?', [domainId], nowMs);
  // NULL sorts first in SQLite: never looked up.
  const oldest = await tx.manager
    .createQueryBuilder(SellerEntity, 'seller')
    .select(['domainId', 'sellerId', 'fetchedMs', 'attempts', 'fence'].map((field) => `seller.${field}`))
    .where('seller.domainId = :domainId AND seller.heldUntilMs = 0 AND seller.heldBy IS NOT :owner', { domainId, owner })
    .orderBy('seller.fetchedMs')
    .limit(limit)
    .getMany();
  const due = oldest.filter(({ fetchedMs }) => fetchedMs === null || fetchedMs < fetchedBeforeMs);
  await tx.query(
    `UPDATE seller SET fence = fence + 1, held_by = ?, held_from_ms = ?, held_until_ms = ? WHERE domain_id = ? AND seller_id IN (SELECT value FROM json_each(?))`,
    [owner, nowMs, nowMs + leaseMs, domainId, JSON.stringify(due.map(({ sellerId }) => sellerId))],
  );
  return due.map(({ sellerId, attempts, fence }) => ({ domainId, sellerId, attempts, fence: fence + 1 }));
}

interface Counted {
  readonly total: number;
  readonly due: number;
  readonly nextFreeAtMs: number | null;
}

export async function sellerStatusOf(
  manager: EntityManager,
  { domainId, fetchedBeforeMs, nowMs, owner }: Parameters<SellerTable['status']>[0],
): Promise<SellerStatus> {
  const isDue = '(fetched_ms IS NULL OR fetched_ms < ?)';
  const [free]: Counted[] = await manager.query(
    `SELECT count(*) AS total, coalesce(sum(${isDue}), 0) AS due FROM seller WHERE domain_id = ? AND held_until_ms = 0`,
    [fetchedBeforeMs, domainId],
  );
  const [held]: Counted[] = await manager.query(
    `SELECT count(*) AS total, ${heldCounts(isDue)} FROM seller WHERE domain_id = ? AND held_until_ms > 0`,
    [...heldParameters(fetchedBeforeMs, nowMs), domainId],
  );
  const own = await lapsedDue(manager, 'seller', { where: `domain_id = ? AND ${isDue}`, parameters: [domainId, fetchedBeforeMs], owner, nowMs });
  const due = free!.due + held!.due - own;
  return { sellers: free!.total + held!.total, due, nextFreeAtMs: due > 0 ? null : held!.nextFreeAtMs };
}

export async function findSellers(manager: EntityManager, { domainId, limit }: { domainId?: number; limit?: number }): Promise<readonly SellerRow[]> {
  const found = manager.createQueryBuilder(SellerEntity, 'seller').orderBy('seller.ratingCount', 'DESC', 'NULLS LAST').limit(limit);
  if (domainId !== undefined) found.where('seller.domainId = :domainId', { domainId });
  return (await found.getMany()).map((row) => ({ domainId: row.domainId, sellerId: row.sellerId, seller: row.seller, fetchedMs: row.fetchedMs }));
}
