import type { ClaimedSeller, FetchedSeller, Seller, SellerClaim, SellerRow, SellersSeen, SellerStatus, SellerTable } from '@smart-ingestor/contracts';
import { endOfAttempt } from '../rules/ended-attempt';
import { DueLane, hold, type LeasedRow, release } from './due-lane';

interface MemorySeller extends LeasedRow {
  readonly domainId: number;
  readonly sellerId: string;
  seller: Seller | null;
  fetchedMs: number | null;
}

export class MemorySellerTable implements SellerTable {
  private readonly rows = new Map<string, MemorySeller>();
  private readonly lanes = new Map<number, DueLane<MemorySeller>>();

  applySellers(fetched: readonly FetchedSeller[], seen: readonly SellersSeen[], nowMs: number): readonly ClaimedSeller[] {
    const lost: ClaimedSeller[] = [];
    for (const lookup of fetched) {
      const row = this.rows.get(sellerKey(lookup.claimed.domainId, lookup.claimed.sellerId));
      if (row === undefined || row.fence !== lookup.claimed.fence) {
        lost.push(lookup.claimed);
        continue;
      }
      const { attempts, answeredMs, waitsUntilMs } = endOfAttempt(lookup, nowMs);
      release(row, attempts, waitsUntilMs, nowMs);
      row.fetchedMs = answeredMs ?? row.fetchedMs;
      row.seller = lookup.seller ?? row.seller;
      this.laneOf(row.domainId).put(row);
    }
    for (const { domainId, sellerIds } of seen) for (const sellerId of sellerIds) this.enter(domainId, sellerId);
    return lost;
  }

  async claimDue(request: SellerClaim): Promise<readonly ClaimedSeller[]> {
    const { domainId, fetchedBeforeMs, limit } = request;
    const lane = this.laneOf(domainId);
    return lane.due(limit, fetchedBeforeMs, request).map((row) => {
      hold(row, request);
      lane.put(row);
      return { domainId, sellerId: row.sellerId, attempts: row.attempts, fence: row.fence };
    });
  }

  async status({ domainId, fetchedBeforeMs, nowMs, owner }: Parameters<SellerTable['status']>[0]): Promise<SellerStatus> {
    const { rows, due, nextFreeAtMs } = this.laneOf(domainId).status(fetchedBeforeMs, nowMs, owner);
    return { sellers: rows, due, nextFreeAtMs };
  }

  async find({ domainId, limit }: Parameters<SellerTable['find']>[0]): Promise<readonly SellerRow[]> {
    const found = [...this.rows.values()].filter((row) => domainId === undefined || row.domainId === domainId);
    const ratings = ({ seller }: MemorySeller): number => seller?.ratingCount ?? -1;
    return found
      .sort((a, b) => ratings(b) - ratings(a))
      .slice(0, limit)
      .map((row) => ({ domainId: row.domainId, sellerId: row.sellerId, seller: row.seller, fetchedMs: row.fetchedMs }));
  }

  renew(owner: string, heldUntilMs: number, nowMs: number): void {
    for (const lane of this.lanes.values()) lane.renew(owner, heldUntilMs, nowMs);
  }

  free(owner: string): void {
    for (const lane of this.lanes.values()) lane.freeOf(owner);
  }

  private enter(domainId: number, sellerId: string): void {
    if (this.rows.has(sellerKey(domainId, sellerId))) return;
    const row = { domainId, sellerId, seller: null, fetchedMs: null, attempts: 0, fence: 0, heldBy: null, heldFromMs: 0, heldUntilMs: 0 };
    this.rows.set(sellerKey(domainId, sellerId), row);
    this.laneOf(domainId).put(row);
  }

  private laneOf(domainId: number): DueLane<MemorySeller> {
    const known = this.lanes.get(domainId);
    if (known !== undefined) return known;
    // Never looked up goes before all others.
    const lane = new DueLane<MemorySeller>((row) => row.fetchedMs ?? -Infinity);
    this.lanes.set(domainId, lane);
    return lane;
  }
}

function sellerKey(domainId: number, sellerId: string): string {
  return `${domainId}/${sellerId}`;
}
