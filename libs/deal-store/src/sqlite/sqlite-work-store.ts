import type { ClaimedItem, ClaimRequest, DeadItem, DeadQuery, ItemClass, Purchase, QueueSummary, WorkStore } from '@smart-ingestor/contracts';
import { claimItems, queueSummary } from './claim-items';
import type { Database } from './database';
import { newestVersions } from './sqlite-items';
import { dropDead, listDead, retryDead } from './sqlite-dead-items';
import { loadPurchases } from './sqlite-purchases';

export class SqliteWorkStore implements WorkStore {
  constructor(private readonly database: () => Database) {}

  async claim(request: ClaimRequest): Promise<readonly ClaimedItem[]> {
    return this.database().write((tx) => claimItems(tx, request));
  }

  async queue(jobId: string, workClass: ItemClass, nowMs: number, owner?: string): Promise<QueueSummary> {
    return this.database().read((manager) => queueSummary(manager, jobId, workClass, nowMs, owner));
  }

  async purchases(stage: Purchase['stage'], items: Parameters<WorkStore['purchases']>[1]): Promise<readonly Purchase[]> {
    return this.database().read((manager) => loadPurchases(manager, stage, items));
  }

  async newest(jobId: string, domainId: number, asins: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.database().read((manager) => newestVersions(manager, jobId, domainId, asins));
  }

  async dead(query: DeadQuery): Promise<readonly DeadItem[]> {
    return this.database().read((manager) => listDead(manager, query));
  }

  async retryDead(query: Omit<DeadQuery, 'limit'>): Promise<number> {
    return this.database().write((tx) => retryDead(tx, query));
  }

  async dropDead(query: Omit<DeadQuery, 'limit'>, nowMs: number): Promise<number> {
    return this.database().write((tx) => dropDead(tx, query, nowMs));
  }
}
