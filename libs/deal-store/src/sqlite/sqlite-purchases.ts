import type { Purchase } from '@smart-ingestor/contracts';
import type { EntityManager } from 'typeorm';
import { type BulkInsert, chunks, insertRows } from './bulk-sql';
import type { Tx } from './database';
import { PurchaseEntity } from './entities/purchase.entity';

const PURCHASE: BulkInsert<Purchase> = {
  table: 'purchase',
  columns: ['domain_id', 'asin', 'last_update_ms', 'stage', 'product'],
  values: (p) => [p.domainId, p.asin, p.lastUpdateMs, p.stage, p.product === null ? null : JSON.stringify(p.product)],
  conflict: 'ON CONFLICT (domain_id, asin, last_update_ms, stage) DO UPDATE SET product = excluded.product',
};

/** Keys in one query. */
const KEYS_PER_QUERY = 500;

export function upsertPurchases(tx: Tx, purchases: readonly Purchase[]): Promise<void> {
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
    found.push(...rows.map((row) => ({ ...row })).filter((row) => wanted.delete(keyOf(row))));
  }
  return found;
}

function keyOf({ domainId, asin, lastUpdateMs }: Pick<Purchase, 'domainId' | 'asin' | 'lastUpdateMs'>): string {
  return `${domainId}/${asin}/${lastUpdateMs}`;
}
