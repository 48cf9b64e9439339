import type { ClaimedItem, ClaimRequest, Purchase, QueueSummary, WorkStore } from '@smart-ingestor/contracts';
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

  async queue(jobId: string, _workClass: string, nowMs: number): Promise<QueueSummary> {
    return this.items.queue(jobId, nowMs);
  }

  async purchases(stage: Purchase['stage'], items: Parameters<WorkStore['purchases']>[1]): Promise<readonly Purchase[]> {
    return this.bought.find(stage, items);
  }
}
