import {
  type AsinObservations,
  type ClaimedDeal,
  type CostModel,
  type Deal,
  type DealStore,
  LEASE_MS,
  type ProductBatch,
  type ProductRequest,
  type ProductSnapshot,
  type RefreshedDeal,
} from '@smart-ingestor/contracts';
import { isNobodysFault, retryDelayMs } from '../failed-items';
import type { Job, RefreshOptions } from '../job';
import { refreshedDeal, sightingOf } from '../merge-deal';
import { distinctAsins, isolated } from './claim-batch';
import { sellersOf } from './sellers-seen';
import { ANY_ASIN, type Harvest, type LoadedUnit, type Unit, type UnitFailure } from './unit';
import { judgedDeal } from './verdict';

/** A row whose answer cannot be read, or that Keepa refuses, is asked for again so seldom that it does no harm. */
const HOPELESS_RETRY_MS = 6 * 3_600_000;

export interface RefreshOf {
  readonly job: Job;
  readonly refresh: RefreshOptions;
  readonly store: DealStore;
  readonly owner: string;
  readonly pending: number;
  /** Rows not seen for this long are due. */
  readonly ageMs: number;
  /** How many rows a claim found. */
  claimed(rows: number): void;
}

/** The cheapest request that keeps a row fresh: statistics (free) without history, and offers only where the job asks for them. */
export function refreshRequest(job: Job, refresh: RefreshOptions, asins: readonly string[]): ProductRequest {
  const base = { endpoint: 'product', domainId: job.source.domainId, asins, statsDays: job.commit.statsDays, history: false } as const;
  return refresh.offers === undefined ? base : { ...base, offers: refresh.offers };
}

/** What one row is expected to cost. */
export function rowTokens(costModel: CostModel, job: Job, refresh: RefreshOptions): number {
  return Math.max(1, costModel.estimate(refreshRequest(job, refresh, [ANY_ASIN])).expectedTokens);
}

/** Stored deals looked up again, the longest unseen first. */
export function refreshUnit(of: RefreshOf): Unit<ProductRequest> {
  const { job, refresh, store, owner, pending } = of;
  return {
    workClass: 'refresh',
    stage: 'refresh',
    job,
    pending,
    template: (size) => refreshRequest(job, refresh, Array<string>(size).fill(ANY_ASIN)),
    load: async (size, nowMs): Promise<LoadedUnit<ProductRequest>> => {
      const terms = { owner, leaseMs: LEASE_MS, nowMs };
      const claimed = await store.deals.claimDue({
        ...{ jobId: job.id, domainId: job.source.domainId, seenBeforeMs: nowMs - of.ageMs, limit: size },
        ...terms,
      });
      const rows = isolated(claimed);
      of.claimed(rows.length);
      const returned = claimed.filter((row) => !rows.includes(row)).map(handedBack);
      if (returned.length > 0) await store.commit({ refreshed: returned, nowMs });
      const asins = distinctAsins(rows.map(({ deal }) => deal));
      return {
        request: asins.length > 0 ? refreshRequest(job, refresh, asins) : null,
        size: asins.length,
        free: null,
        digest: async (batch, atMs) => digestRefresh(job, rows, batch, atMs),
        giveBack: (failure, atMs) => ({ refreshed: givenBack(rows, failure, atMs) }),
      };
    },
  };
}

function digestRefresh(job: Job, rows: readonly ClaimedDeal[], batch: ProductBatch, nowMs: number): Harvest {
  const products = new Map(batch.products.map((product) => [product.asin, product]));
  const unreadable = new Set(batch.problems.map(({ asin }) => asin));
  const refreshed: RefreshedDeal[] = [];
  const observations: AsinObservations[] = [];
  for (const claimed of rows) {
    const { asin, domainId } = claimed.deal;
    const product = products.get(asin);
    if (product !== undefined) {
      const deal = judgedDeal(job, refreshedDeal(claimed.deal, product, nowMs));
      refreshed.push({ claimed, deal, answered: true });
      observations.push({ domainId, asin, observations: observed(claimed.deal, deal, product) });
    } else if (unreadable.has(asin)) refreshed.push({ claimed, deal: null, answered: false, notBeforeMs: nowMs + HOPELESS_RETRY_MS });
    else refreshed.push({ claimed, deal: null, answered: true });
  }
  return {
    durable: { refreshed, observations, sellersSeen: sellersOf(job, [...products.values()]) },
    report: ({ fencedOut, lost }) => {
      const own = refreshed.filter(({ claimed }) => !lost.has(claimed));
      return [{ type: 'deals.refreshed', jobId: job.id, ...countsOf(own), fencedOut }];
    },
  };
}

function countsOf(refreshed: readonly RefreshedDeal[]) {
  const found = refreshed.flatMap(({ deal }) => deal ?? []);
  const rejected = found.filter(({ rejectedReason }) => rejectedReason !== null).length;
  return { refreshed: found.length, withoutData: refreshed.length - found.length, rejected };
}

/** A refresh asks for no history: what its statistics say now is one point more. */
function observed(before: Deal, after: Deal, product: ProductSnapshot): AsinObservations['observations'] {
  return after.feed.lastUpdateMs > before.feed.lastUpdateMs ? [...product.history, ...sightingOf(after.feed)] : product.history;
}

function givenBack(rows: readonly ClaimedDeal[], failed: UnitFailure | null, nowMs: number): readonly RefreshedDeal[] {
  if (failed === null || isNobodysFault(failed.failure)) return rows.map(handedBack);
  const hopeless = rows.length === 1 && failed.failure.kind === 'rejected';
  return rows.map((claimed, index) => ({
    ...handedBack(claimed),
    notBeforeMs: nowMs + (hopeless ? HOPELESS_RETRY_MS : retryDelayMs(failed, claimed.attempts + 1, index)),
  }));
}

function handedBack(claimed: ClaimedDeal): RefreshedDeal {
  return { claimed, deal: null, answered: false };
}
