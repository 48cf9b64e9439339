import type { JobStatus } from '@smart-ingestor/contracts';
import { GAPS_SHOWN, type JobDeals, jobIdsOf, jobStatusOf } from '../rules/status';
import type { MemoryFeedStore } from './memory-feed-store';
import type { MemoryItems } from './memory-items';

export function memoryJobStatus(
  items: MemoryItems,
  feeds: MemoryFeedStore,
  deals: ReadonlyMap<string, JobDeals>,
  nowMs: number,
): readonly JobStatus[] {
  const [groups, cursors, heads] = [items.itemGroups(), feeds.allCursors(), feeds.allHeads()];
  const jobIds = jobIdsOf(groups, cursors, heads);
  return jobStatusOf({
    groups,
    cursors,
    heads,
    gapsOf: new Map(jobIds.map((jobId) => [jobId, feeds.newestGaps(jobId, GAPS_SHOWN)])),
    oldestOpenMs: items.oldestOpenMs(),
    finishedLastHour: items.finishedLastHour(nowMs),
    deals,
  });
}
