import type { Purchase } from '@smart-ingestor/contracts';

type VersionKey = Pick<Purchase, 'domainId' | 'asin' | 'lastUpdateMs'>;

export class MemoryPurchases {
  private readonly bought = new Map<string, Purchase>();

  add(purchases: readonly Purchase[]): void {
    for (const purchase of purchases) this.bought.set(purchaseKey(purchase.stage, purchase), purchase);
  }

  find(stage: Purchase['stage'], items: readonly VersionKey[]): readonly Purchase[] {
    return items.flatMap((item) => this.bought.get(purchaseKey(stage, item)) ?? []);
  }
}

function purchaseKey(stage: Purchase['stage'], { domainId, asin, lastUpdateMs }: VersionKey): string {
  return `${stage}/${domainId}/${asin}/${lastUpdateMs}`;
}
