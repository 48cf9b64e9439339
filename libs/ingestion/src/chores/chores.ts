import type { IngestionParts } from '../parts';
import type { Chore } from '../units/unit';
import { PruneChore } from './prune-chore';
import { RefreshWatch } from './refresh-watch';
import { RetentionChore } from './retention-chore';

/** What chores use of the parts. */
export type ChoreParts = Pick<IngestionParts, 'jobs' | 'store' | 'pace' | 'costModel'>;

/** Housekeeping of a run: what is gone is pruned, what is finished is forgotten, and what the plan cannot carry is said. */
export function choresOf(parts: ChoreParts): Chore[] {
  const { jobs, store } = parts;
  return [
    new RetentionChore(store),
    ...jobs.flatMap((job): Chore[] => [
      ...(job.prune === null ? [] : [new PruneChore(job, job.prune, store)]),
      ...(job.refresh === null ? [] : [new RefreshWatch(job, job.refresh, parts)]),
    ]),
  ];
}
