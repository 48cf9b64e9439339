import type { Purchase } from '@smart-ingestor/contracts';
import type { PaidPurchase } from '../rules/state-records';

type VersionKey = Pick<Purchase, 'domainId' | 'asin' | 'lastUpdateMs'>;

export class MemoryPurchases {
  private readonly bought = new Map<string, PaidPurchase>();

  add(purchases: readonly Purchase[], paidBy: Pick<PaidPurchase, 'callId' | 'boughtMs'>): void {
    for (const purchase of purchases) this.put({ ...purchase, ...paidBy });
  }

  put(purchase: PaidPurchase): void {
    this.bought.set(purchaseKey(purchase.stage, purchase), purchase);
  }

  remove(purchase: PaidPurchase): void {
    this.bought.delete(purchaseKey(purchase.stage, purchase));
  }

  all(): Iterable<PaidPurchase> {
    return this.bought.values();
  }

  find(stage: Purchase['stage'], items: readonly VersionKey[]): readonly Purchase[] {
    return items.flatMap((item) => {
      const known = this.bought.get(purchaseKey(stage, item));
      if (known === undefined) return [];
      const { domainId, asin, lastUpdateMs, product } = known;
      return [{ domainId, asin, lastUpdateMs, stage, product }];
    });
  }

  ofCall(callId: string): readonly PaidPurchase[] {
    return [...this.bought.values()].filter((purchase) => purchase.callId === callId);
  }
}

function purchaseKey(stage: Purchase['stage'], { domainId, asin, lastUpdateMs }: VersionKey): string {
  return `${stage}/${domainId}/${asin}/${lastUpdateMs}`;
}
