import type { DeadItem, Deal, ProductBatch, ProductSnapshot, Purchase, StoredRaw } from '@smart-ingestor/contracts';
import type { IngestionParts } from './parts';
import { UNREADABLE } from './units/claim-batch';
import { judgedDeal } from './units/verdict';

export type ReplayParts = Pick<IngestionParts, 'store' | 'transport' | 'jobs'>;

export interface ReplayOutcome {
  /** Stored product answers that were read again. */
  readonly responses: number;
  /** Those that are no longer readable as such. */
  readonly unreadable: number;
  readonly products: number;
  /** Purchases and deals that now say something else. */
  readonly purchases: number;
  readonly deals: number;
  /** Deals whose verdict or margin changed with it. */
  readonly rejudged: number;
  /** Items that were dead as unreadable, can be read now, and are back in the queue with what was paid for them. */
  readonly revived: number;
}

/**
 * Reads stored product answers again with today's decoder and judges what changed, at 0 tokens. For people: while nothing runs.
 * Nothing newer is set back, and repeating it changes nothing.
 */
export async function replay({ store, transport, jobs }: ReplayParts, sinceMs: number, nowMs: number): Promise<ReplayOutcome> {
  const counts = { responses: 0, unreadable: 0, products: 0, purchases: 0, deals: 0, rejudged: 0 };
  const graveyard = new Graveyard(await store.work.dead({}));
  for await (const stored of store.stateStore.rawResponses({ endpoint: 'product', sinceMs })) {
    const batch = transport.interpretProducts(stored.raw);
    if (batch === null) {
      counts.unreadable += 1;
      continue;
    }
    counts.responses += 1;
    counts.products += batch.products.length;
    graveyard.read(stored, batch);
    if (stored.callId === null || batch.products.length === 0) continue;
    const changed = await store.stateStore.reinterpret(stored.callId, batch.products);
    counts.purchases += changed.purchases;
    counts.deals += changed.deals;
    if (changed.deals > 0) counts.rejudged += await rejudge({ store, jobs }, batch.products, nowMs);
  }
  return { ...counts, revived: await revive({ store }, graveyard, nowMs) };
}

async function rejudge({ store, jobs }: Pick<ReplayParts, 'store' | 'jobs'>, products: readonly ProductSnapshot[], nowMs: number): Promise<number> {
  const { domainId } = products[0]!;
  const deals = await store.deals.byAsin(
    domainId,
    products.map(({ asin }) => asin),
  );
  const rejudged = deals.flatMap((deal): Deal[] => {
    const job = jobs.find(({ id }) => id === deal.jobId) ?? jobs.find(({ source }) => source.domainId === domainId);
    if (job === undefined) return [];
    const judged = judgedDeal(job, deal);
    return judged.rejectedReason === deal.rejectedReason && judged.marginMinor === deal.marginMinor ? [] : [judged];
  });
  if (rejudged.length > 0) await store.commit({ deals: rejudged, nowMs });
  return rejudged.length;
}

/** What was bought for an item becomes its purchase, so that the retry uses it. */
async function revive({ store }: Pick<ReplayParts, 'store'>, graveyard: Graveyard, nowMs: number): Promise<number> {
  let revived = 0;
  for (const { item, purchase } of graveyard.readable()) {
    await store.commit({ purchases: [purchase], nowMs });
    revived += await store.work.retryDead({ jobId: item.jobId, asin: item.asin }, nowMs);
  }
  return revived;
}

interface Revival {
  readonly item: DeadItem;
  readonly purchase: Purchase;
}

/** Dead items whose answer could not be read, and the latest answer that can. */
class Graveyard {
  private readonly dead = new Map<string, DeadItem[]>();
  private readonly found = new Map<DeadItem, Revival>();

  constructor(items: readonly DeadItem[]) {
    for (const item of items.filter(({ reason }) => reason.startsWith(UNREADABLE)))
      this.dead.set(item.asin, [...(this.dead.get(item.asin) ?? []), item]);
  }

  /** Oldest first: a later answer that is still unreadable takes an earlier one back. */
  read({ raw, receivedAtMs }: StoredRaw, { products, problems }: ProductBatch): void {
    const stage = asksForOffers(raw.request) ? 'commit' : 'peek';
    for (const { asin } of problems) for (const item of this.dead.get(asin ?? '') ?? []) this.found.delete(item);
    for (const product of products) {
      for (const item of this.dead.get(product.asin) ?? []) {
        const { domainId, asin, lastUpdateMs } = item;
        if (domainId !== product.domainId || receivedAtMs < lastUpdateMs) continue;
        this.found.set(item, { item, purchase: { domainId, asin, lastUpdateMs, stage, product } });
      }
    }
  }

  readable(): readonly Revival[] {
    return [...this.found.values()];
  }
}

/** `offers` in the query of the request as it went out: a commit; without it a peek. */
function asksForOffers(request: string): boolean {
  return request.includes('"offers":');
}
