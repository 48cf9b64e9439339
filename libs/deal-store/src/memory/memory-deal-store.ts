import 'reflect-metadata';
import type { CommitOutcome, DealStore, Lease, Reading, ReserveRequest, StoreCommit, TokenLedger } from '@smart-ingestor/contracts';
import { injectable } from 'tsyringe';
import { requireLegalTransitions } from '../rules/item-moves';
import { dealKey } from '../rules/item-rules';
import { MemoryArchive } from './memory-archive';
import { MemoryBooks } from './memory-books';
import { MemoryDealTable } from './memory-deal-table';
import { MemoryFeedStore } from './memory-feed-store';
import { MemoryItems } from './memory-items';
import { MemoryLedger } from './memory-ledger';
import { MemoryPurchases } from './memory-purchases';
import { MemoryRaw } from './memory-raw';
import { MemoryRunStore } from './memory-run-store';
import { MemorySellerTable } from './memory-seller-table';
import { MemoryStateStore } from './memory-state-store';
import { memoryJobStatus } from './memory-status';
import { MemoryWorkStore } from './memory-work-store';

/**
 * Everything in this process, nothing on disk: for tests, the lab and a first try. One commit is atomic because it never awaits.
 * Price observations are not kept, because no query of the port reads them back; of raw responses the newest 32 MB: a long run would fill the memory.
 */
@injectable()
export class MemoryDealStore implements DealStore, TokenLedger {
  private readonly ledger = new MemoryLedger();
  private readonly items = new MemoryItems();
  private readonly bought = new MemoryPurchases();
  readonly feeds = new MemoryFeedStore();
  readonly work = new MemoryWorkStore(this.items, this.bought);
  readonly deals = new MemoryDealTable();
  readonly sellers = new MemorySellerTable();
  readonly runs = new MemoryRunStore([this.items, this.feeds, this.deals, this.sellers]);
  readonly books = new MemoryBooks(this.ledger);
  private readonly raw = new MemoryRaw();
  private readonly archive = new MemoryArchive(this.items, this.bought, this.deals, this.ledger, this.raw);
  readonly stateStore = new MemoryStateStore(this.items, this.bought, this.feeds, this.deals, this.archive);

  async open(): Promise<void> {}

  async close(): Promise<void> {}

  async commit(commit: StoreCommit): Promise<CommitOutcome> {
    // The only steps that can fail go first: nothing has changed when one throws.
    requireLegalTransitions(commit.transitions ?? []);
    if (commit.settlement !== undefined) this.ledger.settleNow(commit.settlement.callId, commit.settlement.reading);
    const items = this.items.apply(commit.transitions ?? [], commit.newItems ?? [], commit);
    if (commit.raw !== undefined) this.raw.add(commit.raw, commit.settlement?.callId ?? null, commit.nowMs);
    this.bought.add(commit.purchases ?? [], { callId: commit.settlement?.callId ?? null, boughtMs: commit.nowMs });
    const deals = (commit.deals ?? []).filter((deal) => !items.lostDeals.has(dealKey(deal)));
    const dealCounts = this.deals.upsert(deals);
    const refreshed = this.deals.applyRefreshed(commit.refreshed ?? [], commit.nowMs);
    const sellersLost = this.sellers.applySellers(commit.sellers ?? [], commit.sellersSeen ?? [], commit.nowMs);
    const feedLost = commit.feed !== undefined && !this.feeds.move(commit.feed);
    if (!feedLost) this.feeds.addGaps(commit.gaps ?? []);
    if (commit.owner !== undefined) this.runs.noteProgress(commit.owner, commit.nowMs);
    const lost = new Set<Lease>([...items.lost, ...refreshed.lost, ...sellersLost, ...(feedLost ? [commit.feed.lease] : [])]);
    return {
      ...items.counts,
      fencedOut: lost.size,
      lost,
      dealsNew: dealCounts.dealsNew + refreshed.dealsNew,
      dealsChanged: dealCounts.dealsChanged + refreshed.dealsChanged,
    };
  }

  async jobStatus(nowMs: number): ReturnType<DealStore['jobStatus']> {
    return memoryJobStatus(this.items, this.feeds, this.deals.jobDeals(), nowMs);
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

  async foreignSpend(accountId: string, nowMs: number): ReturnType<TokenLedger['foreignSpend']> {
    return this.ledger.foreignSpend(accountId, nowMs);
  }
}
