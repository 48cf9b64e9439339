import type { ClaimedItem, DealStore, ItemTransition, ProductBatch, ProductRequest, ProductSnapshot, Purchase } from '@smart-ingestor/contracts';
import type { Job } from '../job';
import { claimBatch, distinctAsins, NO_DATA } from './claim-batch';
import { finishedItems } from './finished-items';
import { ANY_ASIN, type Harvest, type Load, type Unit } from './unit';
import { verdictOf } from './verdict';

/** The cheap look, 1 token an ASIN: decides whether an item is worth its commit (6 tokens and more). */
export function peekUnit(job: Job, pending: number, store: DealStore, owner: string): Unit<ProductRequest> {
  const requestFor = (asins: readonly string[]): ProductRequest => ({
    endpoint: 'product',
    domainId: job.source.domainId,
    asins,
    statsDays: job.peek.statsDays,
    history: false,
  });
  return {
    workClass: 'peek',
    job,
    pending,
    template: (size) => requestFor(Array<string>(size).fill(ANY_ASIN)),
    load: async (size, nowMs): Promise<Load<ProductRequest>> => {
      const items = await claimBatch({ job, store, state: 'queued', owner }, size, nowMs);
      const bought = new Map((await store.purchases('peek', items)).map((purchase) => [versionOf(purchase), purchase.product]));
      const fresh = items.filter((item) => !bought.has(versionOf(item)));
      return {
        request: fresh.length > 0 ? requestFor(distinctAsins(fresh)) : null,
        items: fresh,
        free: bought.size > 0 ? judgedFromPurchases(job, items, bought) : null,
      };
    },
    digest: async (batch, load) => digestPeek(job, batch, load),
  };
}

/** Peeks that another job, or an earlier filter, paid for are judged again at 0 tokens. */
function judgedFromPurchases(job: Job, items: Load['items'], bought: ReadonlyMap<string, ProductSnapshot | null>): Harvest {
  const transitions = items.filter((item) => bought.has(versionOf(item))).map((item) => judged(job, item, bought.get(versionOf(item)) ?? null));
  return { durable: { transitions }, report: (outcome) => [finishedItems(job.id, transitions, outcome)] };
}

function digestPeek(job: Job, batch: ProductBatch, load: Load<ProductRequest>): Harvest {
  const products = new Map(batch.products.map((product) => [product.asin, product]));
  const unreadable = new Map(batch.problems.map((problem) => [problem.asin, problem.message]));
  const transitions: ItemTransition[] = [];
  const purchases: Purchase[] = [];
  for (const item of load.items) {
    const problem = unreadable.get(item.asin);
    const product = products.get(item.asin) ?? null;
    if (product === null && problem !== undefined) transitions.push({ item, to: 'dead', reason: `unreadable: ${problem}` });
    else {
      transitions.push(judged(job, item, product));
      purchases.push({ domainId: item.domainId, asin: item.asin, lastUpdateMs: item.lastUpdateMs, stage: 'peek', product });
    }
  }
  return { durable: { transitions, purchases }, report: (outcome) => [finishedItems(job.id, transitions, outcome)] };
}

function judged(job: Job, item: ClaimedItem, product: ProductSnapshot | null): ItemTransition {
  if (product === null) return { item, to: 'rejected', reason: NO_DATA };
  const verdict = verdictOf(() => job.filter.judgePeek(item.feed, product));
  return verdict.keep ? { item, to: 'accepted', reason: null, attempts: 0 } : { item, to: 'rejected', reason: verdict.reason };
}

function versionOf({ asin, lastUpdateMs }: Pick<Purchase, 'asin' | 'lastUpdateMs'>): string {
  return `${asin}@${lastUpdateMs}`;
}
