import type { Purchase } from '@smart-ingestor/contracts';
import type { EntityManager } from 'typeorm';
import { type BulkInsert, chunks, insertRows } from './bulk-sql';
import type { Tx } from './database';
import { PurchaseEntity } from './entities/purchase.entity';

/** Which request paid for a purchase, and when. */
export interface PaidBy {
  /** `null` where it was committed without a settlement. */
  readonly callId: string | null;
  readonly boughtMs: number;
}

const PURCHASE: BulkInsert<Purchase & PaidBy> = {
  table: 'purchase',
  columns: ['domain_id', 'asin', 'last_update_ms', 'stage', 'product', 'call_id', 'bought_ms'],
  values: (p) => [p.domainId, p.asin, p.lastUpdateMs, p.stage, p.product === null ? null : JSON.stringify(p.product), p.callId, p.boughtMs],
  conflict: `ON CONFLICT (domain_id, asin, last_update_ms, stage) DO UPDATE SET product = excluded.product, call_id = excluded.call_id,
    bought_ms = excluded.bought_ms`,
};

/** Keys in one query. */
const KEYS_PER_QUERY = 500;

export function upsertPurchases(tx: Tx, purchases: readonly Purchase[], paidBy: PaidBy): Promise<void> {
  return insertRows(
    tx,
    PURCHASE,
    purchases.map((purchase) => ({ ...purchase, ...paidBy })),
  );
}

/** Each with what is known of the request that paid for it. */
export function writePaidPurchases(tx: Tx, purchases: readonly (Purchase & PaidBy)[]): Promise<void> {
  return insertRows(tx, PURCHASE, purchases);
}

export async function loadPurchases(
  manager: EntityManager,
  stage: Purchase['stage'],
  items: readonly Pick<Purchase, 'domainId' | 'asin' | 'lastUpdateMs'>[],
): Promise<readonly Purchase[]> {
  const wanted = new Set(items.map(keyOf));
  const found: Purchase[] = [];
  for (const chunk of chunks(items, KEYS_PER_QUERY)) {
    const times = chunk.map((item) => item.lastUpdateMs);
    const rows = await manager
      .createQueryBuilder(PurchaseEntity, 'purchase')
      .where('purchase.stage = :stage AND purchase.domainId IN (:...domainIds) AND purchase.asin IN (:...asins)', {
        stage,
        domainIds: [...new Set(chunk.map((item) => item.domainId))],
        asins: [...new Set(chunk.map((item) => item.asin))],
      })
      .andWhere('purchase.lastUpdateMs BETWEEN :fromMs AND :toMs', { fromMs: Math.min(...times), toMs: Math.max(...times) })
      .getMany();
    found.push(...rows.filter((row) => wanted.delete(keyOf(row))).map(purchaseOf));
  }
  return found;
}

function purchaseOf({ domainId, asin, lastUpdateMs, stage, product }: PurchaseEntity): Purchase {
  return { domainId, asin, lastUpdateMs, stage, product };
}

function keyOf({ domainId, asin, lastUpdateMs }: Pick<Purchase, 'domainId' | 'asin' | 'lastUpdateMs'>): string {
  return `${domainId}/${asin}/${lastUpdateMs}`;
}
