import type { AsinObservations, Deal, DealStore, ItemTransition, ProductBatch, ProductRequest } from '@smart-ingestor/contracts';
import type { Job } from '../job';
import { boughtDeal, renewedDeal, sightingOf } from '../merge-deal';
import { claimBatch, distinctAsins, NO_DATA } from './claim-batch';
import { finishedItems } from './finished-items';
import { ANY_ASIN, type Harvest, type Load, type Unit } from './unit';

/** The expensive fetch, with offers: what it brings is stored as a deal. */
export function commitUnit(job: Job, pending: number, store: DealStore, owner: string): Unit<ProductRequest> {
  const requestFor = (asins: readonly string[]): ProductRequest => ({
    endpoint: 'product',
    domainId: job.source.domainId,
    asins,
    statsDays: job.commit.statsDays,
    history: true,
    historyDays: job.commit.historyDays,
    offers: job.commit.offers,
    ...(job.commit.stock ? { stock: true } : {}),
    ...(job.commit.rating ? { rating: true } : {}),
  });
  return {
    workClass: 'commit',
    job,
    pending,
    template: (size) => requestFor(Array<string>(size).fill(ANY_ASIN)),
    load: async (size, nowMs): Promise<Load<ProductRequest>> => {
      const items = await claimBatch({ job, store, state: 'accepted', owner }, size, nowMs);
      const known = new Map(
        (
          await store.dealsByAsin(
            job.source.domainId,
            items.map((item) => item.asin),
          )
        ).map((deal) => [deal.asin, deal]),
      );
      const fresh = items.filter((item) => !known.has(item.asin));
      return {
        request: fresh.length > 0 ? requestFor(distinctAsins(fresh)) : null,
        items: fresh,
        free: known.size > 0 ? renewedFromFeed(job, items, known, nowMs) : null,
      };
    },
    digest: async (batch, load, nowMs) => digestCommit(job, batch, load, nowMs),
  };
}

/** Another job bought the same ASIN in the meantime: what was bought is shared, so only the feed's part is renewed. */
function renewedFromFeed(job: Job, items: Load['items'], known: ReadonlyMap<string, Deal>, nowMs: number): Harvest {
  const transitions: ItemTransition[] = [];
  const deals: Deal[] = [];
  const observations: AsinObservations[] = [];
  for (const item of items) {
    const deal = known.get(item.asin);
    if (deal === undefined) continue;
    transitions.push({ item, to: 'stored', reason: null });
    if (item.lastUpdateMs <= deal.feed.lastUpdateMs) continue;
    deals.push(renewedDeal(deal, item.feed, null, nowMs));
    observations.push({ domainId: item.domainId, asin: item.asin, observations: sightingOf(item.feed) });
  }
  return { durable: { transitions, deals, observations }, report: (outcome) => [finishedItems(job.id, transitions, outcome)] };
}

function digestCommit(job: Job, batch: ProductBatch, load: Load<ProductRequest>, nowMs: number): Harvest {
  const products = new Map(batch.products.map((product) => [product.asin, product]));
  const unreadable = new Map(batch.problems.map((problem) => [problem.asin, problem.message]));
  const transitions: ItemTransition[] = [];
  const deals = new Map<string, Deal>();
  const observations: AsinObservations[] = [];
  for (const item of load.items) {
    const product = products.get(item.asin);
    const problem = unreadable.get(item.asin);
    if (product !== undefined) {
      transitions.push({ item, to: 'stored', reason: null });
      const deal = boughtDeal(item.feed, product, nowMs);
      if (deal.feed.lastUpdateMs >= (deals.get(deal.asin)?.feed.lastUpdateMs ?? 0)) deals.set(deal.asin, deal);
      observations.push({ domainId: item.domainId, asin: item.asin, observations: product.history });
    } else if (problem !== undefined) transitions.push({ item, to: 'dead', reason: `unreadable: ${problem}` });
    else transitions.push({ item, to: 'rejected', reason: NO_DATA });
  }
  return {
    durable: { transitions, deals: [...deals.values()], observations },
    report: (outcome) => [
      ...[...deals.values()].map(({ domainId, asin, feed }) => ({ type: 'deal.stored' as const, jobId: job.id, domainId, asin, title: feed.title })),
      finishedItems(job.id, transitions, outcome),
    ],
  };
}
