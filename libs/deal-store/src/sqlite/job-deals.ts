import type { EntityManager } from 'typeorm';
import type { JobDeals } from '../rules/status';
import { DealEntity } from './entities/deal.entity';

/** The deals that each of these jobs bought and people see, counted from an index. */
export async function jobDeals(manager: EntityManager, jobIds: readonly string[]): Promise<ReadonlyMap<string, JobDeals>> {
  if (jobIds.length === 0) return new Map();
  const counted = await manager
    .createQueryBuilder(DealEntity, 'deal')
    .select('deal.jobId', 'jobId')
    .addSelect('count(*)', 'deals')
    .addSelect('min(deal.lastSeenMs)', 'oldestSeenMs')
    .where('deal.expiredMs IS NULL AND deal.jobId IN (:...jobIds)', { jobIds })
    .groupBy('deal.jobId')
    .getRawMany<JobDeals & { readonly jobId: string }>();
  return new Map(counted.map(({ jobId, deals, oldestSeenMs }) => [jobId, { deals, oldestSeenMs }]));
}
