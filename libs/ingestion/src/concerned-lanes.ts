import type { Lane, Yield } from './units/unit';

/**
 * Whether what became durable may be work for a lane that had none. `dueMs`: when it would be looked at anyway. An item that ends, of whatever job, may
 * free its product for the items of others. What is renewed or stored only puts a refresh off, so a refresh lane is concerned only while it has no row at all.
 */
export function concerns(durable: Yield, lane: Lane, dueMs: number): boolean {
  const { id, source } = lane.job;
  switch (lane.workClass) {
    case 'scan':
      return durable.feed?.lease.jobId === id;
    case 'discover':
    case 'adhoc':
      return (
        (durable.newItems ?? []).some(({ jobId }) => jobId === id) ||
        (durable.transitions ?? []).some(({ item }) => item.domainId === source.domainId)
      );
    case 'refresh':
      return dueMs === Number.POSITIVE_INFINITY && (durable.deals ?? []).length > 0;
    case 'seller':
      return (durable.sellersSeen ?? []).length > 0;
  }
}
