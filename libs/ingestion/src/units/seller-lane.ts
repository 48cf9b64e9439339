import { type ClaimedSeller, type FetchedSeller, LEASE_MS, type SellerRequest } from '@smart-ingestor/contracts';
import { isNobodysFault, retryDelayMs } from '../failed-items';
import type { Job } from '../job';
import { isolated } from './claim-batch';
import type { LaneParts } from './lanes';
import type { Lane, LoadedUnit, LookAt, Unit, UnitFailure } from './unit';

/** Stands in for a seller where only the price of a request is asked. */
const ANY_SELLER = 'A0000000000000';
/** Sellers grow old one by one; how old the oldest is need not be known to the minute. */
const LOOK_AGAIN_MS = 10 * 60_000;
/** A seller that Keepa refuses to look up is asked for again so seldom that it does no harm. */
const HOPELESS_RETRY_MS = 24 * 3_600_000;

/** Who sells the stored deals: up to 100 ids a request, 1 token each that Keepa finds. */
export class SellerLane implements Lane {
  readonly workClass = 'seller';

  constructor(
    readonly job: Job,
    private readonly withinMs: number,
    private readonly parts: LaneParts,
  ) {}

  async look({ nowMs }: LookAt): Promise<Unit | number> {
    const { domainId } = this.job.source;
    const { store, owner } = this.parts;
    const { sellers, due, nextFreeAtMs } = await store.sellers.status({ domainId, fetchedBeforeMs: nowMs - this.withinMs, nowMs, owner });
    if (due > 0) return this.unit(due) as Unit;
    if (sellers === 0) return Number.POSITIVE_INFINITY;
    return Math.min(nextFreeAtMs ?? Number.POSITIVE_INFINITY, nowMs + LOOK_AGAIN_MS);
  }

  private unit(pending: number): Unit<SellerRequest> {
    const { domainId } = this.job.source;
    return {
      workClass: 'seller',
      stage: 'seller',
      job: this.job,
      pending,
      template: (size) => ({ endpoint: 'seller', domainId, sellerIds: Array<string>(size).fill(ANY_SELLER) }),
      load: (size, nowMs) => this.load(size, nowMs),
    };
  }

  private async load(size: number, nowMs: number): Promise<LoadedUnit<SellerRequest>> {
    const { store, owner } = this.parts;
    const { domainId } = this.job.source;
    const claimed = await store.sellers.claimDue({ domainId, fetchedBeforeMs: nowMs - this.withinMs, limit: size, owner, leaseMs: LEASE_MS, nowMs });
    const asked = isolated(claimed);
    const returned = claimed.filter((seller) => !asked.includes(seller)).map(handedBack);
    if (returned.length > 0) await store.commit({ sellers: returned, nowMs });
    return {
      request: asked.length > 0 ? { endpoint: 'seller', domainId, sellerIds: asked.map(({ sellerId }) => sellerId) } : null,
      size: asked.length,
      free: null,
      digest: async (batch) => {
        const known = new Map(batch.sellers.map((seller) => [seller.sellerId, seller]));
        const sellers = asked.map((of): FetchedSeller => ({ claimed: of, seller: known.get(of.sellerId) ?? null, answered: true }));
        return {
          durable: { sellers },
          report: ({ lost }) => {
            const own = sellers.filter((of) => !lost.has(of.claimed));
            const fetched = own.filter(({ seller }) => seller !== null).length;
            return [{ type: 'sellers.fetched', jobId: this.job.id, fetched, unknown: own.length - fetched }];
          },
        };
      },
      giveBack: (failure, atMs) => ({ sellers: givenBack(asked, failure, atMs) }),
    };
  }
}

function givenBack(asked: readonly ClaimedSeller[], failed: UnitFailure | null, nowMs: number): readonly FetchedSeller[] {
  if (failed === null || isNobodysFault(failed.failure)) return asked.map(handedBack);
  const hopeless = asked.length === 1 && failed.failure.kind === 'rejected';
  return asked.map((claimed, index) => ({
    ...handedBack(claimed),
    notBeforeMs: nowMs + (hopeless ? HOPELESS_RETRY_MS : retryDelayMs(failed, claimed.attempts + 1, index)),
  }));
}

function handedBack(claimed: ClaimedSeller): FetchedSeller {
  return { claimed, seller: null, answered: false };
}
