import type { CoverageGap, FeedCursor, FeedHead, FeedKey } from '@smart-ingestor/contracts';
import type { EntityManager } from 'typeorm';
import { type BulkInsert, insertRows } from './bulk-sql';
import type { Tx } from './database';
import { CoverageGapEntity } from './entities/coverage-gap.entity';
import { FeedCursorEntity } from './entities/feed-cursor.entity';
import { FeedHeadEntity } from './entities/feed-head.entity';

/** Whoever paid for the page; `null` where it was committed without a settlement. */
type Paid<T> = T & { readonly accountId: string | null };

const CURSOR_COLUMNS = [
  'pass_started_ms',
  'pass_completed_ms',
  'covered_to_ms',
  'pages_read',
  'last_row_count',
  'pages_per_pass',
  'newest_update_ms',
  'oldest_update_ms',
];

const CURSOR: BulkInsert<Paid<FeedCursor>> = {
  table: 'feed_cursor',
  columns: ['job_id', 'feed_hash', 'account_id', ...CURSOR_COLUMNS],
  values: (c) => [
    ...[c.jobId, c.feedHash, c.accountId, c.passStartedMs, c.passCompletedMs, c.coveredToMs, c.pagesRead],
    ...[c.lastRowCount, c.pagesPerPass, c.newestUpdateMs, c.oldestUpdateMs],
  ],
  conflict: `ON CONFLICT (job_id, feed_hash) DO UPDATE SET account_id = coalesce(excluded.account_id, account_id), ${renewed(CURSOR_COLUMNS)}`,
};

const HEAD_COLUMNS = ['reached_ms', 'started_ms', 'pages_read', 'newest_created_ms', 'running_newest_created_ms', 'order_verified'];

const HEAD: BulkInsert<Paid<FeedHead>> = {
  table: 'feed_head',
  columns: ['job_id', 'feed_hash', 'account_id', ...HEAD_COLUMNS],
  values: (h) => [
    ...[h.jobId, h.feedHash, h.accountId, h.reachedMs, h.startedMs, h.pagesRead, h.newestCreatedMs, h.runningNewestCreatedMs],
    h.orderVerified ? 1 : 0,
  ],
  conflict: `ON CONFLICT (job_id, feed_hash) DO UPDATE SET account_id = coalesce(excluded.account_id, account_id), ${renewed(HEAD_COLUMNS)}`,
};

const GAP: BulkInsert<Paid<CoverageGap>> = {
  table: 'coverage_gap',
  columns: ['job_id', 'feed_hash', 'account_id', 'reason', 'from_ms', 'to_ms', 'recorded_ms'],
  values: (g) => [g.jobId, g.feedHash, g.accountId, g.reason, g.fromMs, g.toMs, g.recordedMs],
  conflict: 'ON CONFLICT (job_id, feed_hash, reason, from_ms) DO UPDATE SET to_ms = excluded.to_ms, recorded_ms = excluded.recorded_ms',
};

export function writeCursor(tx: Tx, cursor: FeedCursor, accountId: string | null): Promise<void> {
  return insertRows(tx, CURSOR, [{ ...cursor, accountId }]);
}

export function writeHead(tx: Tx, head: FeedHead, accountId: string | null): Promise<void> {
  return insertRows(tx, HEAD, [{ ...head, accountId }]);
}

export function writeGaps(tx: Tx, gaps: readonly CoverageGap[], accountId: string | null): Promise<void> {
  return insertRows(
    tx,
    GAP,
    gaps.map((gap) => ({ ...gap, accountId })),
  );
}

export async function loadCursor(manager: EntityManager, { jobId, feedHash }: FeedKey): Promise<FeedCursor | null> {
  const found = await manager.getRepository(FeedCursorEntity).findOneBy({ jobId, feedHash });
  return found === null ? null : unpaid(found);
}

export async function loadHead(manager: EntityManager, { jobId, feedHash }: FeedKey): Promise<FeedHead | null> {
  const found = await manager.getRepository(FeedHeadEntity).findOneBy({ jobId, feedHash });
  return found === null ? null : unpaid(found);
}

export async function loadCursors(manager: EntityManager): Promise<readonly FeedCursor[]> {
  return (await manager.getRepository(FeedCursorEntity).find()).map(unpaid);
}

export async function loadHeads(manager: EntityManager): Promise<readonly FeedHead[]> {
  return (await manager.getRepository(FeedHeadEntity).find()).map(unpaid);
}

/** Newest first. */
export async function loadGaps(
  manager: EntityManager,
  { jobId, limit }: { readonly jobId?: string; readonly limit?: number },
): Promise<readonly CoverageGap[]> {
  const query = manager.createQueryBuilder(CoverageGapEntity, 'gap').orderBy('gap.recordedMs', 'DESC').limit(limit);
  if (jobId !== undefined) query.where('gap.jobId = :jobId', { jobId });
  return (await query.getMany()).map(unpaid);
}

function renewed(columns: readonly string[]): string {
  return columns.map((column) => `${column} = excluded.${column}`).join(', ');
}

function unpaid<T extends { readonly accountId: string | null }>({ accountId: _, ...row }: T): Omit<T, 'accountId'> {
  return row;
}
