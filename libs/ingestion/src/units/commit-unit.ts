import type {
  AsinObservations,
  ClaimedItem,
  Deal,
  ItemTransition,
  ProductBatch,
  ProductRequest,
  ProductSnapshot,
  Purchase,
} from '@smart-ingestor/contracts';
import { afterFailure, unreadableItem } from '../failed-items';
import type { Job } from '../job';
import { boughtDeal, renewedDeal, rowOf, sightingOf } from '../merge-deal';
import { claimBatch, distinctAsins, NO_DATA } from './claim-batch';
import { finishedItems } from './finished-items';
import { type BuyOf, versionOf } from './peek-unit';
import { commitRequest } from './product-requests';
import { sellersOf } from './sellers-seen';
import { ANY_ASIN, type Harvest, type LoadedUnit, type PaidCall, type Unit, type UnitEvent, type Yield } from './unit';

/** The expensive fetch, with offers: what it brings is stored as a deal. */
export function commitUnit(of: BuyOf): Unit<ProductRequest> {
  const { job, store, workClass, pending } = of;
  return {
    workClass,
    stage: 'commit',
    job,
    pending,
    template: (size) => commitRequest(job, Array<string>(size).fill(ANY_ASIN)),
    load: async (size, nowMs): Promise<LoadedUnit<ProductRequest>> => {
      const items = await claimBatch({ ...of, state: 'accepted' }, size, nowMs);
      const stored = await store.deals.byAsin(job.source.domainId, distinctAsins(items));
      const known = new Map(stored.map((deal) => [deal.asin, deal]));
      const bought = new Map((await store.work.purchases('commit', items)).map((purchase) => [versionOf(purchase), purchase.product]));
      const fresh = items.filter((item) => !known.has(item.asin) && !bought.has(versionOf(item)));
      const asins = distinctAsins(fresh);
      const request = commitRequest(job, asins);
      return {
        request: asins.length > 0 ? request : null,
        size: asins.length,
        free: fresh.length < items.length ? alreadyPaidFor(job, items, known, bought, nowMs) : null,
        digest: async (batch, atMs, paid) => digestCommit({ job, items: fresh, request, paid, nowMs: atMs }, batch),
        giveBack: (failure, atMs) => ({ transitions: afterFailure(fresh, request, failure, atMs) }),
      };
    },
  };
}

/**
 * What needs no tokens: another job bought the same ASIN in the meantime (only the feed's part is renewed), or the very product lies in
 * the purchases (nothing was known of it, or it could not be read then and `replay` has read it since).
 */
function alreadyPaidFor(
  job: Job,
  items: readonly ClaimedItem[],
  known: ReadonlyMap<string, Deal>,
  bought: ReadonlyMap<string, ProductSnapshot | null>,
  nowMs: number,
): Harvest {
  const ending = new Ending(job, nowMs);
  for (const item of items) {
    const deal = known.get(item.asin);
    if (deal !== undefined) ending.renew(item, deal);
    else if (bought.has(versionOf(item))) ending.close(item, bought.get(versionOf(item)) ?? null);
  }
  return ending.harvest();
}

interface Bought {
  readonly job: Job;
  readonly items: readonly ClaimedItem[];
  readonly request: ProductRequest;
  readonly paid: PaidCall;
  readonly nowMs: number;
}

function digestCommit({ job, items, request, paid, nowMs }: Bought, batch: ProductBatch): Harvest {
  const products = new Map(batch.products.map((product) => [product.asin, product]));
  const unreadable = new Map(batch.problems.map((problem) => [problem.asin, problem.message]));
  const ending = new Ending(job, nowMs);
  for (const [index, item] of items.entries()) {
    const product = products.get(item.asin) ?? null;
    const problem = unreadable.get(item.asin);
    if (product === null && problem !== undefined)
      ending.transitions.push(unreadableItem(item, problem, request, paid, nowMs, { index, of: items.length }));
    else {
      ending.close(item, product);
      // Of what was bought the deal itself is the memory; of what has no data nothing else would be.
      if (product === null)
        ending.purchases.push({ domainId: item.domainId, asin: item.asin, lastUpdateMs: item.lastUpdateMs, stage: 'commit', product });
    }
  }
  return ending.harvest();
}

/** How the items of one commit end. */
class Ending {
  readonly transitions: ItemTransition[] = [];
  readonly purchases: Purchase[] = [];
  private readonly bought = new Map<string, Deal>();
  private readonly renewed = new Map<string, Deal>();
  private readonly observations: AsinObservations[] = [];

  constructor(
    private readonly job: Job,
    private readonly nowMs: number,
  ) {}

  close(item: ClaimedItem, product: ProductSnapshot | null): void {
    if (product === null) {
      this.transitions.push({ item, to: 'rejected', reason: NO_DATA });
      return;
    }
    this.transitions.push({ item, to: 'stored', reason: null });
    const seen = this.bought.get(item.asin);
    if (seen === undefined || seen.feed.lastUpdateMs <= item.lastUpdateMs)
      this.bought.set(item.asin, boughtDeal(this.job.id, rowOf(this.job, item.feed, product), product, this.nowMs));
    this.observations.push({ domainId: item.domainId, asin: item.asin, observations: product.history });
  }

  renew(item: ClaimedItem, deal: Deal): void {
    this.transitions.push({ item, to: 'stored', reason: null });
    // An entry of a list says nothing that the deal does not know.
    if (this.job.source.list) return;
    const present = this.renewed.get(item.asin) ?? deal;
    if (item.lastUpdateMs <= present.feed.lastUpdateMs) return;
    this.renewed.set(item.asin, renewedDeal(present, item.feed, null, this.nowMs));
    this.observations.push({ domainId: item.domainId, asin: item.asin, observations: sightingOf(item.feed) });
  }

  harvest(): Harvest {
    const { job, transitions, purchases, observations } = this;
    const bought = [...this.bought.values()];
    const durable: Yield = {
      transitions,
      purchases,
      deals: [...bought, ...this.renewed.values()],
      observations,
      sellersSeen: sellersOf(
        job,
        bought.map(({ product }) => product),
      ),
    };
    const news = bought.map(
      ({ domainId, asin, feed }) => ({ type: 'deal.stored', jobId: job.id, domainId, asin, title: feed.title }) satisfies UnitEvent,
    );
    return {
      durable,
      report: (outcome) => {
        // As the store decides: a deal is another's only where no item of its ASIN was still ours.
        const own = new Set(transitions.filter(({ item }) => !outcome.lost.has(item)).map(({ item }) => item.asin));
        return [...news.filter(({ asin }) => own.has(asin)), finishedItems(job.id, transitions, outcome)];
      },
    };
  }
}
