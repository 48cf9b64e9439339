import type { StateRecord } from '@smart-ingestor/contracts';
import type { EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { recordOf } from '../rules/state-records';
import type { Database } from './database';
import { CoverageGapEntity } from './entities/coverage-gap.entity';
import { FeedCursorEntity } from './entities/feed-cursor.entity';
import { FeedHeadEntity } from './entities/feed-head.entity';
import { PurchaseEntity } from './entities/purchase.entity';
import { WorkItemEntity } from './entities/work-item.entity';

/** Rows in memory at once. */
const ROWS_PER_READ = 500;

/** Line by line, however much there is: each read goes on after the last row of the one before. */
export async function* exportState(database: Database, jobId: string | undefined): AsyncIterable<StateRecord> {
  const ofJob = <E extends { jobId: string } & ObjectLiteral>(entity: new () => E): Promise<E[]> =>
    database.read((manager) => {
      const query = manager.createQueryBuilder(entity, 'row');
      return (jobId === undefined ? query : query.where('row.jobId = :jobId', { jobId })).getMany();
    });
  for (const cursor of await ofJob(FeedCursorEntity)) yield recordOf('feed_cursor', cursor);
  for (const head of await ofJob(FeedHeadEntity)) yield recordOf('feed_head', head);
  for (const gap of await ofJob(CoverageGapEntity)) yield recordOf('coverage_gap', gap);
  for await (const item of rowsAfterRows(database, (manager) => unfinished(manager, jobId))) yield recordOf('work_item', item);
  for await (const purchase of rowsAfterRows(database, (manager) => bought(manager, jobId))) yield recordOf('purchase', purchase);
}

function unfinished(manager: EntityManager, jobId: string | undefined): SelectQueryBuilder<WorkItemEntity> {
  const query = manager.createQueryBuilder(WorkItemEntity, 'row').where("row.state IN ('queued', 'accepted', 'dead')");
  return jobId === undefined ? query : query.andWhere('row.jobId = :jobId', { jobId });
}

/** A purchase belongs to every job that was delivered the same version. */
function bought(manager: EntityManager, jobId: string | undefined): SelectQueryBuilder<PurchaseEntity> {
  const query = manager.createQueryBuilder(PurchaseEntity, 'row').where('1 = 1');
  if (jobId === undefined) return query;
  const delivered = query.subQuery().select('1').from(WorkItemEntity, 'item');
  delivered.where('item.jobId = :jobId AND item.domainId = row.domainId AND item.asin = row.asin AND item.lastUpdateMs = row.lastUpdateMs');
  return query.andWhere(`EXISTS ${delivered.getQuery()}`, { jobId });
}

async function* rowsAfterRows<E extends ObjectLiteral>(
  database: Database,
  select: (manager: EntityManager) => SelectQueryBuilder<E>,
): AsyncIterable<E> {
  for (let after = 0; ;) {
    const { entities, raw } = await database.read((manager) =>
      select(manager)
        .addSelect('row.rowid', 'place')
        .andWhere('row.rowid > :after', { after })
        .orderBy('row.rowid', 'ASC')
        .limit(ROWS_PER_READ)
        .getRawAndEntities<{ readonly place: number }>(),
    );
    yield* entities;
    if (entities.length < ROWS_PER_READ) return;
    after = raw[raw.length - 1]!.place;
  }
}
