import type { Retention, StateRecord, StateStore } from '@smart-ingestor/contracts';
import { parseRecords, type PaidPurchase, recordOf } from '../rules/state-records';
import { isOpen, type ItemRow } from '../rules/item-book';
import type { MemoryArchive } from './memory-archive';
import type { MemoryFeedStore } from './memory-feed-store';
import type { MemoryItems } from './memory-items';
import type { MemoryPurchases } from './memory-purchases';

/** Deals whose leases a reset takes back. */
export interface HoldsDeals {
  freeHeld(jobId: string | undefined): void;
}

export class MemoryStateStore implements StateStore {
  constructor(
    private readonly items: MemoryItems,
    private readonly bought: MemoryPurchases,
    private readonly feeds: MemoryFeedStore,
    private readonly deals: HoldsDeals,
    private readonly archive: MemoryArchive,
  ) {}

  async *export(jobId?: string): AsyncIterable<StateRecord> {
    const isOfJob = (row: { readonly jobId: string }): boolean => jobId === undefined || row.jobId === jobId;
    for (const cursor of this.feeds.allCursors().filter(isOfJob)) yield recordOf('feed_cursor', cursor);
    for (const head of this.feeds.allHeads().filter(isOfJob)) yield recordOf('feed_head', head);
    for (const gap of this.feeds.newestGaps(jobId)) yield recordOf('coverage_gap', gap);
    for (const item of this.items.all()) if (isOfJob(item) && isUnfinished(item)) yield recordOf('work_item', item);
    for (const purchase of this.bought.all()) if (jobId === undefined || this.isOf(jobId, purchase)) yield recordOf('purchase', purchase);
  }

  async import(records: readonly StateRecord[]): Promise<number> {
    const state = parseRecords(records);
    for (const cursor of state.feed_cursor) this.feeds.setCursor(cursor);
    for (const head of state.feed_head) this.feeds.setHead(head);
    this.feeds.addGaps(state.coverage_gap);
    for (const item of state.work_item) this.items.replace(item);
    for (const purchase of state.purchase) this.bought.put(purchase);
    return records.length;
  }

  async reset(jobId?: string): Promise<Readonly<Record<string, number>>> {
    const items = [...this.items.all()].filter((item) => jobId === undefined || item.jobId === jobId);
    const purchases = [...this.bought.all()].filter((purchase) => jobId === undefined || this.isOnlyOf(jobId, purchase));
    for (const purchase of purchases) this.bought.remove(purchase);
    for (const item of items) this.items.forget(item);
    this.deals.freeHeld(jobId);
    return { purchase: purchases.length, work_item: items.length, ...this.feeds.reset(jobId) };
  }

  rawResponses(query: Parameters<StateStore['rawResponses']>[0]): ReturnType<StateStore['rawResponses']> {
    return this.archive.rawResponses(query);
  }

  async reinterpret(...[callId, products]: Parameters<StateStore['reinterpret']>): ReturnType<StateStore['reinterpret']> {
    return this.archive.reinterpret(callId, products);
  }

  async retain(retention: Retention): ReturnType<StateStore['retain']> {
    return this.archive.retain(retention);
  }

  private isOf(jobId: string, purchase: PaidPurchase): boolean {
    return this.items.find({ ...purchase, jobId }) !== undefined;
  }

  private isOnlyOf(jobId: string, purchase: PaidPurchase): boolean {
    return this.isOf(jobId, purchase) && this.items.jobIds().every((other) => other === jobId || !this.isOf(other, purchase));
  }
}

function isUnfinished(item: ItemRow): boolean {
  return isOpen(item) || item.state === 'dead';
}
