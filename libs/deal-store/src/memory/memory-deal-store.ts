import 'reflect-metadata';
import type {
  ClaimRequest,
  CommitOutcome,
  DealsQuery,
  DealStore,
  FeedCursor,
  LedgerQuery,
  Purchase,
  Reading,
  ReserveRequest,
  StoreCommit,
  TokenLedger,
} from '@smart-ingestor/contracts';
import { injectable } from 'tsyringe';
import { MemoryDeals } from './memory-deals';
import { MemoryItems } from './memory-items';
import { MemoryLedger } from './memory-ledger';
import { memoryJobStatus } from './memory-status';

/**
 * Everything in this process, nothing on disk: for tests, the lab and a first try. One commit is atomic because it never awaits.
 * Of raw responses only the times are kept, and of price observations nothing: no query of the port reads them back, and a long run would fill the memory.
 */
@injectable()
export class MemoryDealStore implements DealStore, TokenLedger {
  private readonly ledger = new MemoryLedger();
  private readonly items = new MemoryItems();
  private readonly deals = new MemoryDeals();
  private readonly cursors = new Map<string, FeedCursor>();
  private rawReceivedMs: number[] = [];

  async open(): Promise<void> {}

  async close(): Promise<void> {}

  async commit(commit: StoreCommit): Promise<CommitOutcome> {
    // The only step that can fail goes first: nothing has changed when it throws.
    if (commit.settlement !== undefined) this.ledger.settleNow(commit.settlement.callId, commit.settlement.reading);
    if (commit.raw !== undefined) this.rawReceivedMs.push(commit.nowMs);
    const itemCounts = this.items.apply(commit.transitions ?? [], commit.newItems ?? [], commit.nowMs);
    this.deals.addPurchases(commit.purchases ?? []);
    const dealCounts = this.deals.upsert(commit.deals ?? []);
    if (commit.cursor !== undefined) this.cursors.set(cursorKey(commit.cursor.jobId, commit.cursor.feedHash), commit.cursor);
    return { ...itemCounts, ...dealCounts };
  }

  async cursor(jobId: string, feedHash: string): Promise<FeedCursor | null> {
    return this.cursors.get(cursorKey(jobId, feedHash)) ?? null;
  }

  async dealsByAsin(domainId: number, asins: readonly string[]): ReturnType<DealStore['dealsByAsin']> {
    return this.deals.byAsin(domainId, asins);
  }

  async purchases(stage: Purchase['stage'], items: Parameters<DealStore['purchases']>[1]): ReturnType<DealStore['purchases']> {
    return this.deals.purchases(stage, items);
  }

  async claim(request: ClaimRequest): ReturnType<DealStore['claim']> {
    return this.items.claim(request);
  }

  async queue(jobId: string, nowMs: number): ReturnType<DealStore['queue']> {
    return this.items.queue(jobId, nowMs);
  }

  async pruneRaw(receivedBeforeMs: number): Promise<number> {
    const before = this.rawReceivedMs.length;
    this.rawReceivedMs = this.rawReceivedMs.filter((receivedMs) => receivedMs >= receivedBeforeMs);
    return before - this.rawReceivedMs.length;
  }

  async findDeals(query: DealsQuery): ReturnType<DealStore['findDeals']> {
    return this.deals.find(query);
  }

  async ledgerEntries(query: LedgerQuery): ReturnType<DealStore['ledgerEntries']> {
    return this.ledger.entries(query);
  }

  async ledgerTotals(accountId: string): ReturnType<DealStore['ledgerTotals']> {
    return this.ledger.totals(accountId);
  }

  async accounts(): ReturnType<DealStore['accounts']> {
    return this.ledger.accounts();
  }

  async jobStatus(): ReturnType<DealStore['jobStatus']> {
    return memoryJobStatus(this.items, this.deals, [...this.cursors.values()]);
  }

  async reserve(request: ReserveRequest): ReturnType<TokenLedger['reserve']> {
    return this.ledger.reserve(request);
  }

  async settle(callId: string, reading: Reading): Promise<void> {
    return this.ledger.settle(callId, reading);
  }

  async cancel(callId: string): Promise<void> {
    return this.ledger.cancel(callId);
  }

  async forfeit(callId: string): Promise<void> {
    return this.ledger.forfeit(callId);
  }

  async observe(accountId: string, reading: Reading): Promise<void> {
    return this.ledger.observe(accountId, reading);
  }

  async state(accountId: string, nowMs: number): ReturnType<TokenLedger['state']> {
    return this.ledger.state(accountId, nowMs);
  }

  async unresolved(accountId: string, nowMs: number): ReturnType<TokenLedger['unresolved']> {
    return this.ledger.unresolved(accountId, nowMs);
  }
}

function cursorKey(jobId: string, feedHash: string): string {
  return `${feedHash}/${jobId}`;
}
