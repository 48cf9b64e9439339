import type { FeedCursor, JobStatus } from '@smart-ingestor/contracts';
import { isOpen, type ItemRow } from '../rules/item-book';
import { type ItemGroup, jobStatusOf } from '../rules/status';
import type { MemoryDealTable } from './memory-deal-table';
import type { MemoryItems } from './memory-items';

export function memoryJobStatus(items: MemoryItems, deals: MemoryDealTable, cursors: readonly FeedCursor[]): readonly JobStatus[] {
  const groups: ItemGroup[] = [];
  const oldestOpenMs = new Map<string, number>();
  const dealCounts = new Map<string, number>();
  for (const jobId of items.jobIds()) {
    const rows = [...items.ofJob(jobId)];
    const open = rows.filter(isOpen);
    groups.push(...rows.map(({ state, reason }) => ({ jobId, state, reason, items: 1 })));
    if (open.length > 0)
      oldestOpenMs.set(
        jobId,
        open.reduce((oldest, row) => Math.min(oldest, row.lastUpdateMs), Infinity),
      );
    dealCounts.set(jobId, dealsOf(rows, deals));
  }
  return jobStatusOf({ groups, cursors, oldestOpenMs, deals: dealCounts });
}

/** Deals are shared by all jobs: those count for a job that one of its items ended in. */
function dealsOf(rows: readonly ItemRow[], deals: MemoryDealTable): number {
  const stored = rows.filter((row) => row.state === 'stored' && deals.has(row.domainId, row.asin));
  return new Set(stored.map((row) => `${row.domainId}/${row.asin}`)).size;
}
