import type { ItemClass } from '@smart-ingestor/contracts';
import type { Job } from '../job';
import { commitUnit } from './commit-unit';
import type { LaneParts } from './lanes';
import { peekUnit } from './peek-unit';
import type { Lane, LookAt, Unit } from './unit';

/** Peeks and commits of one class. What was begun is finished first: an accepted item has a token in it, and its price grows old. */
export class BuyLane implements Lane {
  constructor(
    readonly workClass: ItemClass,
    readonly job: Job,
    private readonly parts: LaneParts,
  ) {}

  async look({ nowMs, refillPerMinute }: LookAt): Promise<Unit | number> {
    const { job, workClass } = this;
    const { store, owner, tiers } = this.parts;
    const queue = await store.work.queue(job.id, workClass, nowMs, owner);
    const of = { job, store, owner, workClass, dealValue: tiers.select(refillPerMinute).dealValue };
    if (queue.accepted > 0) return commitUnit({ ...of, pending: queue.accepted }) as Unit;
    if (queue.queued > 0) return peekUnit({ ...of, pending: queue.queued }) as Unit;
    return queue.nextFreeAtMs ?? Number.POSITIVE_INFINITY;
  }
}
