import type { IngestionParts } from '../parts';
import { isFeedJob, isListJob } from '../job';
import { paceOfFeed } from '../scan-cadence';
import { BuyLane } from './buy-lane';
import { ListLane } from './list-lane';
import { RefreshLane } from './refresh-lane';
import { ScanLane } from './scan-lane';
import { SellerLane } from './seller-lane';
import type { Lane } from './unit';

/** What lanes use of the parts. */
export type LaneParts = Pick<IngestionParts, 'jobs' | 'store' | 'owner' | 'tiers' | 'pace' | 'costModel'>;

/** `due`: passes as their cadence says. `now`: the first one at once. `once`: one at once, and nothing of the feed after it (the lane then looks Infinity). */
export type Passes = 'due' | 'now' | 'once';

/** One lane per class and job. */
export function lanesOf(parts: LaneParts, passes: Passes = 'due'): Lane[] {
  const ofFeed = { ...parts, pace: paceOfFeed(parts) };
  return parts.jobs.flatMap((job): Lane[] => [
    ...(isFeedJob(job) ? [new ScanLane(job, ofFeed, passes)] : []),
    ...(isListJob(job) ? [new ListLane(job, parts, passes)] : []),
    new BuyLane('adhoc', job, parts),
    new BuyLane('discover', job, parts),
    ...(job.refresh === null ? [] : [new RefreshLane(job, job.refresh, parts)]),
    ...(job.sellers === null ? [] : [new SellerLane(job, job.sellers.withinMs, parts)]),
  ]);
}
