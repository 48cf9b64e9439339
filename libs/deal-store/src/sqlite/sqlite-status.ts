import type { FeedCursor, JobStatus } from '@smart-ingestor/contracts';
import type { EntityManager } from 'typeorm';
import { type ItemGroup, jobStatusOf } from '../rules/status';
import type { BulkInsert } from './bulk-sql';
import { DealEntity } from './entities/deal.entity';
import { FeedCursorEntity } from './entities/feed-cursor.entity';
import { WorkItemEntity } from './entities/work-item.entity';

export const CURSOR: BulkInsert<FeedCursor & { readonly accountId: string | null }> = {
  table: 'feed_cursor',
  columns: [
    'job_id',
    'feed_hash',
    'account_id',
    'pass_started_ms',
    'pass_completed_ms',
    'pages_read',
    'last_row_count',
    'pages_per_pass',
    'newest_update_ms',
  ],
  values: (c) => [
    c.jobId,
    c.feedHash,
    c.accountId,
    c.passStartedMs,
    c.passCompletedMs,
    c.pagesRead,
    c.lastRowCount,
    c.pagesPerPass,
    c.newestUpdateMs,
  ],
  conflict: `ON CONFLICT (job_id, feed_hash) DO UPDATE SET account_id = coalesce(excluded.account_id, account_id), pass_started_ms = excluded.pass_started_ms,
    pass_completed_ms = excluded.pass_completed_ms, pages_read = excluded.pages_read, last_row_count = excluded.last_row_count,
    pages_per_pass = excluded.pages_per_pass, newest_update_ms = excluded.newest_update_ms`,
};

export async function loadCursor(manager: EntityManager, jobId: string, feedHash: string): Promise<FeedCursor | null> {
  const found = await manager.getRepository(FeedCursorEntity).findOneBy({ jobId, feedHash });
  return found === null ? null : cursorOf(found);
}

export async function jobStatus(manager: EntityManager): Promise<readonly JobStatus[]> {
  const groups = await manager
    .createQueryBuilder(WorkItemEntity, 'item')
    .select('item.jobId', 'jobId')
    .addSelect('item.state', 'state')
    .addSelect('item.reason', 'reason')
    .addSelect('count(*)', 'items')
    .groupBy('item.jobId')
    .addGroupBy('item.state')
    .addGroupBy('item.reason')
    .getRawMany<ItemGroup>();
  const cursors = (await manager.getRepository(FeedCursorEntity).find()).map(cursorOf);
  const oldest = await manager
    .createQueryBuilder(WorkItemEntity, 'item')
    .select('item.jobId', 'jobId')
    .addSelect('min(item.lastUpdateMs)', 'value')
    .where("item.state IN ('queued', 'accepted')")
    .groupBy('item.jobId')
    .getRawMany<JobValue>();
  const deals: JobValue[] = [];
  for (const jobId of new Set(groups.map((group) => group.jobId))) deals.push({ jobId, value: await dealsOf(manager, jobId) });
  return jobStatusOf({ groups, cursors, oldestOpenMs: byJob(oldest), deals: byJob(deals) });
}

interface JobValue {
  readonly jobId: string;
  readonly value: number;
}

/** Deals are shared by all jobs: those count for a job that one of its items ended in. */
function dealsOf(manager: EntityManager, jobId: string): Promise<number> {
  return manager
    .createQueryBuilder(DealEntity, 'deal')
    .where((query) => {
      const ended = query.subQuery().select('1').from(WorkItemEntity, 'item');
      ended.where("item.jobId = :jobId AND item.domainId = deal.domainId AND item.asin = deal.asin AND item.state = 'stored'");
      return `EXISTS ${ended.getQuery()}`;
    })
    .setParameters({ jobId })
    .getCount();
}

function byJob(values: readonly JobValue[]): ReadonlyMap<string, number> {
  return new Map(values.map(({ jobId, value }) => [jobId, value]));
}

function cursorOf(row: FeedCursorEntity): FeedCursor {
  const { jobId, feedHash, passStartedMs, passCompletedMs, pagesRead, lastRowCount, pagesPerPass, newestUpdateMs } = row;
  return { jobId, feedHash, passStartedMs, passCompletedMs, pagesRead, lastRowCount, pagesPerPass, newestUpdateMs };
}
