import type { DealPage, KeepaRequest, ProductBatch, SellerBatch, Stage } from '@smart-ingestor/contracts';
import type { PurchaseTally } from './books';

/** What was delivered, and what was paid for it: law I5 is counted here, outside of the code that obeys it. */
export class Purchases {
  /** Distinct (asin, lastUpdate) that pages delivered; one object per version. */
  private readonly versions = new Set<object>();
  private readonly versionsOf = new Map<string, number>();
  private readonly byKey = new Map<string, PurchaseTally>();

  /** Delivered by pages. Items that a feeder brings have one version each. */
  get delivered(): number {
    return this.versions.size;
  }

  tallies(): PurchaseTally[] {
    return [...this.byKey.values()];
  }

  answered(stage: Stage, request: KeepaRequest, value: DealPage | ProductBatch | SellerBatch): void {
    if ('rows' in value) this.deliver(value);
    else this.count(stage, request, 'bought');
  }

  /** Charged, and the answer never came. */
  lost(stage: Stage, request: KeepaRequest): void {
    this.count(stage, request, 'lost');
  }

  private deliver({ rows }: DealPage): void {
    for (const row of rows) {
      if (this.versions.has(row)) continue;
      this.versions.add(row);
      const versions = (this.versionsOf.get(row.asin) ?? 0) + 1;
      this.versionsOf.set(row.asin, versions);
      for (const stage of ['peek', 'commit']) {
        const tally = this.byKey.get(`${stage} ${row.asin}`);
        if (tally !== undefined) tally.versions = versions;
      }
    }
  }

  private count(stage: Stage, request: KeepaRequest, how: 'bought' | 'lost'): void {
    if (request.endpoint !== 'product' || (stage !== 'peek' && stage !== 'commit')) return;
    for (const asin of request.asins ?? []) {
      const key = `${stage} ${asin}`;
      let tally = this.byKey.get(key);
      if (tally === undefined) this.byKey.set(key, (tally = { key, bought: 0, versions: this.versionsOf.get(asin) ?? 1, lost: 0 }));
      tally[how] += 1;
    }
  }
}
