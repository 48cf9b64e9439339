import type {
  ClaimedItem,
  DealValue,
  FeedRow,
  ItemClass,
  ItemTransition,
  ProductBatch,
  ProductRequest,
  ProductSnapshot,
  Purchase,
  Verdict,
} from '@smart-ingestor/contracts';
import { afterFailure, unreadableItem } from '../failed-items';
import type { Job } from '../job';
import { rowOf } from '../merge-deal';
import { type BatchOf, claimBatch, distinctAsins, NO_DATA } from './claim-batch';
import { finishedItems } from './finished-items';
import { ANY_ASIN, type Harvest, type LoadedUnit, type PaidCall, type Unit } from './unit';
import { peekRequest } from './product-requests';
import { verdictOf } from './verdict';
import { worthOf } from './worth';

export interface BuyOf extends Omit<BatchOf, 'state'> {
  readonly workClass: ItemClass;
  readonly pending: number;
  readonly dealValue: DealValue;
}

/** The cheap look, 1 token an ASIN: decides whether an item is worth its commit (6 tokens and more). */
export function peekUnit(of: BuyOf): Unit<ProductRequest> {
  const { job, store, workClass, pending } = of;
  return {
    workClass,
    stage: 'peek',
    job,
    pending,
    template: (size) => peekRequest(job, Array<string>(size).fill(ANY_ASIN)),
    load: async (size, nowMs): Promise<LoadedUnit<ProductRequest>> => {
      const items = await claimBatch({ ...of, state: 'queued' }, size, nowMs);
      const bought = new Map((await store.work.purchases('peek', items)).map((purchase) => [versionOf(purchase), purchase.product]));
      const fresh = items.filter((item) => !bought.has(versionOf(item)));
      const asins = distinctAsins(fresh);
      const request = peekRequest(job, asins);
      return {
        request: asins.length > 0 ? request : null,
        size: asins.length,
        free: bought.size > 0 ? judgedFromPurchases(of, items, bought) : null,
        digest: async (batch, atMs, paid) => digestPeek({ of, items: fresh, request, paid, nowMs: atMs }, batch),
        giveBack: (failure, atMs) => ({ transitions: afterFailure(fresh, request, failure, atMs) }),
      };
    },
  };
}

/** Peeks that another job, or an earlier filter, paid for are judged again at 0 tokens. */
function judgedFromPurchases(of: BuyOf, items: readonly ClaimedItem[], bought: ReadonlyMap<string, ProductSnapshot | null>): Harvest {
  const transitions = items.filter((item) => bought.has(versionOf(item))).map((item) => judged(of, item, bought.get(versionOf(item)) ?? null));
  return { durable: { transitions }, report: (outcome) => [finishedItems(of.job.id, transitions, outcome)] };
}

interface Peeked {
  readonly of: BuyOf;
  readonly items: readonly ClaimedItem[];
  readonly request: ProductRequest;
  readonly paid: PaidCall;
  readonly nowMs: number;
}

function digestPeek({ of, items, request, paid, nowMs }: Peeked, batch: ProductBatch): Harvest {
  const products = new Map(batch.products.map((product) => [product.asin, product]));
  const unreadable = new Map(batch.problems.map((problem) => [problem.asin, problem.message]));
  const transitions: ItemTransition[] = [];
  const purchases: Purchase[] = [];
  for (const [index, item] of items.entries()) {
    const problem = unreadable.get(item.asin);
    const product = products.get(item.asin) ?? null;
    if (product === null && problem !== undefined) transitions.push(unreadableItem(item, problem, request, paid, nowMs, { index, of: items.length }));
    else {
      transitions.push(judged(of, item, product));
      purchases.push({ domainId: item.domainId, asin: item.asin, lastUpdateMs: item.lastUpdateMs, stage: 'peek', product });
    }
  }
  return { durable: { transitions, purchases }, report: (outcome) => [finishedItems(of.job.id, transitions, outcome)] };
}

function judged(
  { job, dealValue }: { readonly job: Job; readonly dealValue: DealValue },
  item: ClaimedItem,
  product: ProductSnapshot | null,
): ItemTransition {
  if (product === null) return { item, to: 'rejected', reason: NO_DATA };
  const row = rowOf(job, item.feed, product);
  const verdict = verdictOf(() => judgeBoth(job, row, product));
  if (!verdict.keep) return { item, to: 'rejected', reason: verdict.reason };
  return { item, to: 'accepted', reason: null, attempts: 0, value: worthOf(dealValue, row, product) };
}

/** An entry of a list comes to its peek unjudged: of it there was no row to judge. */
function judgeBoth({ filter, source }: Job, row: FeedRow, product: ProductSnapshot): Verdict {
  const byRow: Verdict = source.list ? filter.judgeRow(row) : { keep: true };
  return byRow.keep ? filter.judgePeek(row, product) : byRow;
}

export function versionOf({ asin, lastUpdateMs }: Pick<Purchase, 'asin' | 'lastUpdateMs'>): string {
  return `${asin}@${lastUpdateMs}`;
}
