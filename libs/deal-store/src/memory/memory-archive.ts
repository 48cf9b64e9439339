import type { Deal, ProductSnapshot, Retention, StateStore } from '@smart-ingestor/contracts';
import { isOpen } from '../rules/item-book';
import { reinterpreted } from '../rules/reinterpretation';
import type { PaidPurchase } from '../rules/state-records';
import type { MemoryDealTable } from './memory-deal-table';
import type { MemoryItems } from './memory-items';
import type { MemoryLedger } from './memory-ledger';
import type { MemoryPurchases } from './memory-purchases';
import type { MemoryRaw } from './memory-raw';

/** What is kept of the past: read anew, or let go. */
export class MemoryArchive {
  constructor(
    private readonly items: MemoryItems,
    private readonly bought: MemoryPurchases,
    private readonly deals: MemoryDealTable,
    private readonly ledger: MemoryLedger,
    private readonly raw: MemoryRaw,
  ) {}

  rawResponses(query: Parameters<StateStore['rawResponses']>[0]): ReturnType<StateStore['rawResponses']> {
    return this.raw.read(query);
  }

  async reinterpret(callId: string, products: readonly ProductSnapshot[]): ReturnType<StateStore['reinterpret']> {
    const byAsin = new Map(products.map((product) => [`${product.domainId}/${product.asin}`, product]));
    const ofCall = this.bought.ofCall(callId);
    const told = ofCall.filter(({ domainId, asin }) => byAsin.has(`${domainId}/${asin}`));
    for (const purchase of told) this.bought.put({ ...purchase, product: byAsin.get(`${purchase.domainId}/${purchase.asin}`)! });
    const stages = new Set(ofCall.map(({ stage }) => stage));
    const changed: Deal[] = [];
    for (const product of byAsin.values()) {
      const [deal] = await this.deals.byAsin(product.domainId, [product.asin]);
      const next = deal === undefined ? null : reinterpreted(deal, product, stages);
      if (next !== null) changed.push(next);
    }
    this.deals.rewrite(changed);
    return { purchases: told.length, deals: changed.length };
  }

  async retain(retention: Retention): ReturnType<StateStore['retain']> {
    const { limit } = retention;
    const items = [...this.items.all()].filter(({ finishedMs }) => finishedMs !== null && finishedMs < retention.itemsFinishedBeforeMs);
    const doomedItems = items.sort((a, b) => a.finishedMs! - b.finishedMs!).slice(0, limit);
    for (const item of doomedItems) this.items.forget(item);
    const purchases = [...this.bought.all()].filter((purchase) => purchase.boughtMs < retention.purchasesBeforeMs && !this.isStillWanted(purchase));
    const doomedPurchases = purchases.sort((a, b) => a.boughtMs - b.boughtMs).slice(0, limit);
    for (const purchase of doomedPurchases) this.bought.remove(purchase);
    return {
      work_item: doomedItems.length,
      purchase: doomedPurchases.length,
      token_grant: this.ledger.deleteClosedBefore(retention.ledgerBeforeMs, limit),
      raw_response: this.raw.deleteBefore(retention.rawBeforeMs, limit),
    };
  }

  /** Without it an open item would be bought again. */
  private isStillWanted(purchase: PaidPurchase): boolean {
    return this.items.jobIds().some((jobId) => {
      const item = this.items.find({ ...purchase, jobId });
      return item !== undefined && isOpen(item);
    });
  }
}
