import type { ClaimedItem, ClaimRequest, DeadItem, DeadQuery, ItemClass, Purchase, QueueSummary, WorkStore } from '@smart-ingestor/contracts';
import { deadItemOf } from '../rules/dead-items';
import type { MemoryItems } from './memory-items';
import type { MemoryPurchases } from './memory-purchases';

export class MemoryWorkStore implements WorkStore {
  constructor(
    private readonly items: MemoryItems,
    private readonly bought: MemoryPurchases,
  ) {}

  async claim(request: ClaimRequest): Promise<readonly ClaimedItem[]> {
    return this.items.claim(request);
  }

  async queue(jobId: string, workClass: ItemClass, nowMs: number, owner?: string): Promise<QueueSummary> {
    return this.items.queue(jobId, workClass, nowMs, owner);
  }

  async purchases(stage: Purchase['stage'], items: Parameters<WorkStore['purchases']>[1]): Promise<readonly Purchase[]> {
    return this.bought.find(stage, items);
  }

  async newest(jobId: string, domainId: number, asins: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.items.newest(jobId, domainId, asins);
  }

  async dead(query: DeadQuery): Promise<readonly DeadItem[]> {
    return this.items.dead(query).map(deadItemOf);
  }

  async retryDead(query: Omit<DeadQuery, 'limit'>): Promise<number> {
    return this.items.retryDead(query, (item) => this.bought.find('peek', [item]).some(({ product }) => product !== null));
  }

  async dropDead(query: Omit<DeadQuery, 'limit'>, nowMs: number): Promise<number> {
    return this.items.dropDead(query, nowMs);
  }
}
