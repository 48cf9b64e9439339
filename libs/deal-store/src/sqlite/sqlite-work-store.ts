import type { ClaimedItem, ClaimRequest, Purchase, QueueSummary, WorkStore } from '@smart-ingestor/contracts';
import type { Database } from './database';
import { claimItems, queueSummary } from './sqlite-items';
import { loadPurchases } from './sqlite-purchases';

export class SqliteWorkStore implements WorkStore {
  constructor(private readonly database: () => Database) {}

  async claim(request: ClaimRequest): Promise<readonly ClaimedItem[]> {
    return this.database().write((tx) => claimItems(tx, request));
  }

  async queue(jobId: string, _workClass: string, nowMs: number): Promise<QueueSummary> {
    return this.database().read((manager) => queueSummary(manager, jobId, nowMs));
  }

  async purchases(stage: Purchase['stage'], items: Parameters<WorkStore['purchases']>[1]): Promise<readonly Purchase[]> {
    return this.database().read((manager) => loadPurchases(manager, stage, items));
  }
}
