import type { CoverageGap, JobStatus } from '@smart-ingestor/contracts';
import type { EntityManager } from 'typeorm';
import { GAPS_SHOWN, HOUR_MS, type ItemGroup, jobIdsOf, jobStatusOf } from '../rules/status';
import { ItemCountEntity } from './entities/item-count.entity';
import { WorkItemEntity } from './entities/work-item.entity';
import { loadCursors, loadGaps, loadHeads } from './feed-rows';
import { OPEN } from './item-rows';
import { jobDeals } from './job-deals';

/** Reads counts, ends of indexes and what was finished within the hour; never the whole queue. */
export async function jobStatus(manager: EntityManager, nowMs: number): Promise<readonly JobStatus[]> {
  const groups = await itemGroups(manager);
  const [cursors, heads] = [await loadCursors(manager), await loadHeads(manager)];
  const jobIds = jobIdsOf(groups, cursors, heads);
  const oldestOpenMs = new Map<string, number>();
  const gapsOf = new Map<string, readonly CoverageGap[]>();
  for (const jobId of jobIds) {
    const oldestMs = await oldestOpen(manager, jobId);
    if (oldestMs !== null) oldestOpenMs.set(jobId, oldestMs);
    gapsOf.set(jobId, await loadGaps(manager, { jobId, limit: GAPS_SHOWN }));
  }
  const finishedLastHour = await finishedSince(manager, nowMs - HOUR_MS);
  return jobStatusOf({ groups, cursors, heads, gapsOf, oldestOpenMs, finishedLastHour, deals: await jobDeals(manager, jobIds) });
}

function itemGroups(manager: EntityManager): Promise<ItemGroup[]> {
  return manager
    .createQueryBuilder(ItemCountEntity, 'counted')
    .select('counted.jobId', 'jobId')
    .addSelect('counted.state', 'state')
    .addSelect('counted.reason', 'reason')
    .addSelect('sum(counted.items)', 'items')
    .groupBy('counted.jobId')
    .addGroupBy('counted.state')
    .addGroupBy('counted.reason')
    .getRawMany<ItemGroup>();
}

async function oldestOpen(manager: EntityManager, jobId: string): Promise<number | null> {
  const found = await manager
    .createQueryBuilder(WorkItemEntity, 'item')
    .select('item.lastUpdateMs', 'lastUpdateMs')
    .where(`item.jobId = :jobId AND item.${OPEN}`, { jobId })
    .orderBy('item.lastUpdateMs', 'ASC')
    .limit(1)
    .getRawOne<{ readonly lastUpdateMs: number }>();
  return found?.lastUpdateMs ?? null;
}

async function finishedSince(manager: EntityManager, sinceMs: number): Promise<ReadonlyMap<string, number>> {
  const found = await manager
    .createQueryBuilder(WorkItemEntity, 'item')
    .select('item.jobId', 'jobId')
    .addSelect('count(*)', 'items')
    .where("item.finishedMs > :sinceMs AND item.state <> 'superseded'", { sinceMs })
    .groupBy('item.jobId')
    .getRawMany<{ readonly jobId: string; readonly items: number }>();
  return new Map(found.map(({ jobId, items }) => [jobId, items]));
}
