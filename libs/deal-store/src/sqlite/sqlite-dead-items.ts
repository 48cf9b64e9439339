import type { DeadItem, DeadQuery } from '@smart-ingestor/contracts';
import type { SelectQueryBuilder, EntityManager } from 'typeorm';
import { deadItemOf, dropDeadItem, retryDeadItem } from '../rules/dead-items';
import { ItemBook } from '../rules/item-book';
import type { Tx } from './database';
import { PurchaseEntity } from './entities/purchase.entity';
import { WorkItemEntity } from './entities/work-item.entity';
import { WITHOUT_FEED, writeItems } from './item-rows';

/** Items changed by one statement of a person's command. */
const ITEMS_AT_ONCE = 500;

export async function listDead(manager: EntityManager, { limit, ...query }: DeadQuery): Promise<readonly DeadItem[]> {
  const found = await dead(manager, query).orderBy('item.finishedMs', 'DESC').limit(limit).getMany();
  return found.map(deadItemOf);
}

export async function retryDead(tx: Tx, query: Omit<DeadQuery, 'limit'>): Promise<number> {
  return changeDead(tx, query, (book, row) => retryDeadItem(book, row, row.peekIsPaid));
}

export async function dropDead(tx: Tx, query: Omit<DeadQuery, 'limit'>, nowMs: number): Promise<number> {
  return changeDead(tx, query, (book, row) => dropDeadItem(book, row, nowMs));
}

type DeadRow = WorkItemEntity & { readonly peekIsPaid: boolean };

async function changeDead(tx: Tx, query: Omit<DeadQuery, 'limit'>, change: (book: ItemBook, row: DeadRow) => void): Promise<number> {
  for (let changed = 0; ;) {
    const rows = await withPeek(dead(tx.manager, query).limit(ITEMS_AT_ONCE));
    const book = new ItemBook();
    for (const row of rows) {
      book.load(row);
      change(book, row);
    }
    await writeItems(tx, book.takeChanged());
    changed += rows.length;
    if (rows.length < ITEMS_AT_ONCE) return changed;
  }
}

function dead(manager: EntityManager, { jobId, asin }: Omit<DeadQuery, 'limit'>): SelectQueryBuilder<WorkItemEntity> {
  // Word for word as in the index of the dead, which are few.
  const query = manager.createQueryBuilder(WorkItemEntity, 'item').where("item.state = 'dead'");
  if (jobId !== undefined) query.andWhere('+ item.jobId = :jobId', { jobId });
  if (asin !== undefined) query.andWhere('item.asin = :asin', { asin });
  return query;
}

async function withPeek(query: SelectQueryBuilder<WorkItemEntity>): Promise<DeadRow[]> {
  const { entities, raw } = await query
    .select(WITHOUT_FEED.map((field) => `item.${field}`))
    .addSelect(
      (bought) =>
        bought
          .select('count(*)')
          .from(PurchaseEntity, 'p')
          .where("p.domainId = item.domainId AND p.asin = item.asin AND p.lastUpdateMs = item.lastUpdateMs AND p.stage = 'peek'")
          .andWhere('p.product IS NOT NULL'),
      'peeks',
    )
    .getRawAndEntities<{ readonly peeks: number }>();
  return entities.map((row, index) => Object.assign(row, { peekIsPaid: raw[index]!.peeks > 0 }));
}
