import type {
  ClaimedDeal,
  CommitOutcome,
  Deal,
  DealRow,
  DealsQuery,
  DealTable,
  PruneOutcome,
  PruneRequest,
  RefreshClaim,
  RefreshedDeal,
  RefreshStatus,
} from '@smart-ingestor/contracts';
import { type DealFacts, factsOf, foldTitle, rangesOf, rowOf, SORT_FACTS } from '../rules/deal-facts';
import { endOfAttempt } from '../rules/ended-attempt';
import { FREE, isHeld } from '../rules/item-book';
import { FORCED_STALE_MS, staleAfterWrite, staleSince, withSighting } from '../rules/refresh-rules';
import type { JobDeals } from '../rules/status';
import { DueLane, hold, type LeasedRow, release } from './due-lane';
import { SeenOrder } from './seen-order';

interface MemoryDeal extends LeasedRow {
  deal: Deal;
  staleSinceMs: number;
  answeredMs: number | null;
  expiredMs: number | null;
}

export class MemoryDealTable implements DealTable {
  private readonly rows = new Map<string, MemoryDeal>();
  /** By domain and job; rows that know no job have a lane of their own. */
  private readonly lanes = new Map<string, DueLane<MemoryDeal>>();
  private readonly seen = new Map<string, SeenOrder<MemoryDeal>>();

  upsert(deals: readonly Deal[]): Pick<CommitOutcome, 'dealsNew' | 'dealsChanged'> {
    let [dealsNew, dealsChanged] = [0, 0];
    for (const deal of deals) {
      const known = this.rows.get(dealKey(deal.domainId, deal.asin));
      if (known === undefined) dealsNew += 1;
      else if (contentOf(known.deal) !== contentOf(deal)) dealsChanged += 1;
      if (known === undefined) this.add(deal);
      else this.renewDeal(known, deal);
    }
    return { dealsNew, dealsChanged };
  }

  applyRefreshed(
    refreshed: readonly RefreshedDeal[],
    nowMs: number,
  ): Pick<CommitOutcome, 'dealsNew' | 'dealsChanged'> & { readonly lost: readonly ClaimedDeal[] } {
    const lost: ClaimedDeal[] = [];
    let dealsChanged = 0;
    for (const ended of refreshed) {
      const { domainId, asin } = ended.claimed.deal;
      const row = this.rows.get(dealKey(domainId, asin));
      if (row === undefined || row.fence !== ended.claimed.fence) {
        lost.push(ended.claimed);
        continue;
      }
      if (ended.deal !== null) dealsChanged += this.upsert([withSighting(ended.deal, row.deal)]).dealsChanged;
      const { attempts, answeredMs, waitsUntilMs } = endOfAttempt(ended, nowMs);
      release(row, attempts, waitsUntilMs, nowMs);
      if (answeredMs !== null) Object.assign(row, { answeredMs, staleSinceMs: staleSince(row.deal.lastSeenMs, answeredMs) });
      this.laneOf(row.deal).put(row);
    }
    return { lost, dealsNew: 0, dealsChanged };
  }

  async byAsin(domainId: number, asins: readonly string[]): Promise<readonly Deal[]> {
    return asins.flatMap((asin) => this.rows.get(dealKey(domainId, asin))?.deal ?? []);
  }

  async find(query: DealsQuery): Promise<readonly DealRow[]> {
    const visible = [...this.rows.values()].filter((row) => query.includeExpired === true || row.expiredMs === null);
    const found = visible.map((row) => factsOf(row.deal)).filter((facts) => matches(facts, query));
    return found.sort(order(query)).slice(0, query.limit).map(rowOf);
  }

  async claimDue(request: RefreshClaim): Promise<readonly ClaimedDeal[]> {
    const { jobId, domainId, seenBeforeMs, limit } = request;
    const due = this.lanesOf(jobId, domainId).flatMap((lane) => lane.due(limit, seenBeforeMs, request));
    const taken = due.sort((a, b) => a.staleSinceMs - b.staleSinceMs).slice(0, limit);
    return taken.map((row) => {
      hold(row, request);
      this.laneOf(row.deal).put(row);
      return { deal: row.deal, attempts: row.attempts, fence: row.fence };
    });
  }

  async refreshStatus({ jobId, domainId, seenBeforeMs, nowMs, owner }: Parameters<DealTable['refreshStatus']>[0]): Promise<RefreshStatus> {
    const lanes = this.lanesOf(jobId, domainId).map((lane) => lane.status(seenBeforeMs, nowMs, owner));
    const waits = lanes.flatMap(({ nextFreeAtMs }) => nextFreeAtMs ?? []);
    const dueRows = lanes.reduce((sum, { due }) => sum + due, 0);
    return {
      rows: lanes.reduce((sum, { rows }) => sum + rows, 0),
      dueRows,
      oldestSeenMs: oldest([jobId, null].flatMap((job) => this.seenOf({ domainId, jobId: job }).oldestMs() ?? [])),
      nextFreeAtMs: dueRows > 0 || waits.length === 0 ? null : Math.min(...waits),
    };
  }

  async makeAllDue(jobId: string, domainId: number): Promise<number> {
    const rows = [...this.refreshedBy(jobId, domainId)];
    for (const row of rows) {
      row.staleSinceMs = row.deal.lastSeenMs - FORCED_STALE_MS;
      this.laneOf(row.deal).put(row);
    }
    return rows.length;
  }

  async prune(request: PruneRequest): Promise<PruneOutcome> {
    const { jobId, domainId, expireSeenBeforeMs, deleteExpiredBeforeMs, limit, nowMs } = request;
    const idle = [...this.refreshedBy(jobId, domainId)].filter((row) => row.heldBy === null || !isHeld(row, nowMs));
    const answeredFrom = (cutMs: number, row: MemoryDeal): boolean => row.answeredMs !== null && row.answeredMs >= cutMs;
    const doomed = idle.filter((row) => row.expiredMs !== null && row.expiredMs < deleteExpiredBeforeMs && answeredFrom(deleteExpiredBeforeMs, row));
    const fading = idle.filter((row) => row.expiredMs === null && row.deal.lastSeenMs < expireSeenBeforeMs && answeredFrom(expireSeenBeforeMs, row));
    const deleted = doomed.sort((a, b) => a.expiredMs! - b.expiredMs!).slice(0, limit);
    const expired = fading.sort((a, b) => a.deal.lastSeenMs - b.deal.lastSeenMs).slice(0, limit);
    for (const row of deleted) this.delete(row);
    for (const row of expired) this.expire(row, nowMs);
    return { expired: expired.length, deleted: deleted.length };
  }

  /** Deals whose product was read anew from what is stored: no sighting, so a row that has expired stays so. */
  rewrite(deals: readonly Deal[]): void {
    for (const deal of deals) this.rows.get(dealKey(deal.domainId, deal.asin))!.deal = deal;
  }

  renew(owner: string, heldUntilMs: number, nowMs: number): void {
    for (const lane of this.lanes.values()) lane.renew(owner, heldUntilMs, nowMs);
  }

  free(owner: string): void {
    for (const lane of this.lanes.values()) lane.freeOf(owner);
  }

  /** Takes the leases of a job's rows back, or all of them. */
  freeHeld(jobId: string | undefined): void {
    for (const row of this.rows.values()) {
      if (row.heldUntilMs === 0 || (jobId !== undefined && row.deal.jobId !== jobId)) continue;
      Object.assign(row, FREE);
      this.laneOf(row.deal).put(row);
    }
  }

  /** The deals that each job bought and people see. */
  jobDeals(): ReadonlyMap<string, JobDeals> {
    const visible = [...this.rows.values()].filter((row) => row.expiredMs === null && row.deal.jobId !== null);
    const byJob = new Map<string, MemoryDeal[]>();
    for (const row of visible) {
      const known = byJob.get(row.deal.jobId!);
      if (known === undefined) byJob.set(row.deal.jobId!, [row]);
      else known.push(row);
    }
    return new Map([...byJob].map(([jobId, rows]) => [jobId, { deals: rows.length, oldestSeenMs: oldestSeen(rows) }]));
  }

  private add(deal: Deal): void {
    const free = { attempts: 0, fence: 0, heldBy: null, heldFromMs: 0, heldUntilMs: 0 };
    const row = { deal, staleSinceMs: deal.lastSeenMs, answeredMs: null, expiredMs: null, ...free };
    this.rows.set(dealKey(deal.domainId, deal.asin), row);
    this.laneOf(deal).put(row);
    this.seenOf(deal).put(row);
  }

  private expire(row: MemoryDeal, nowMs: number): void {
    row.expiredMs = nowMs;
    this.seenOf(row.deal).remove(row);
  }

  private renewDeal(row: MemoryDeal, deal: Deal): void {
    const sameProduct = row.deal.product === deal.product || JSON.stringify(row.deal.product) === JSON.stringify(deal.product);
    this.laneOf(row.deal).remove(row);
    this.seenOf(row.deal).remove(row);
    row.staleSinceMs = staleAfterWrite(row, deal.lastSeenMs, sameProduct);
    row.deal = { ...deal, firstStoredMs: row.deal.firstStoredMs };
    row.expiredMs = null;
    this.laneOf(row.deal).put(row);
    this.seenOf(row.deal).put(row);
  }

  private delete(row: MemoryDeal): void {
    this.laneOf(row.deal).remove(row);
    this.seenOf(row.deal).remove(row);
    this.rows.delete(dealKey(row.deal.domainId, row.deal.asin));
  }

  private laneOf({ domainId, jobId }: Pick<Deal, 'domainId' | 'jobId'>): DueLane<MemoryDeal> {
    const key = laneKey(domainId, jobId);
    const known = this.lanes.get(key);
    if (known !== undefined) return known;
    const lane = new DueLane<MemoryDeal>((row) => row.staleSinceMs);
    this.lanes.set(key, lane);
    return lane;
  }

  private seenOf({ domainId, jobId }: Pick<Deal, 'domainId' | 'jobId'>): SeenOrder<MemoryDeal> {
    const key = laneKey(domainId, jobId);
    const known = this.seen.get(key);
    if (known !== undefined) return known;
    const order = new SeenOrder<MemoryDeal>();
    this.seen.set(key, order);
    return order;
  }

  private lanesOf(jobId: string, domainId: number): readonly DueLane<MemoryDeal>[] {
    return [this.laneOf({ domainId, jobId }), this.laneOf({ domainId, jobId: null })];
  }

  private *refreshedBy(jobId: string, domainId: number): Iterable<MemoryDeal> {
    for (const row of this.rows.values()) {
      if (row.deal.domainId === domainId && (row.deal.jobId === jobId || row.deal.jobId === null)) yield row;
    }
  }
}

function oldestSeen(rows: readonly MemoryDeal[]): number | null {
  return rows.length === 0 ? null : rows.reduce((oldest, row) => Math.min(oldest, row.deal.lastSeenMs), Infinity);
}

function oldest(timesMs: readonly number[]): number | null {
  return timesMs.length === 0 ? null : Math.min(...timesMs);
}

/** A number first, so that no name of a job can be taken for another lane. */
function laneKey(domainId: number, jobId: string | null): string {
  return jobId === null ? String(domainId) : `${domainId}/${jobId}`;
}

/** Everything but the times of sightings: what a change is measured by. */
function contentOf({ feed, product, marginMinor, rejectedReason }: Deal): string {
  return JSON.stringify([feed, product, marginMinor, rejectedReason]);
}

function matches(facts: DealFacts, query: DealsQuery): boolean {
  if (query.domainId !== undefined && facts.domainId !== query.domainId) return false;
  if (query.asin !== undefined && facts.asin !== query.asin) return false;
  if (query.includeRejected !== true && facts.rejectedReason !== null) return false;
  if (query.titleContains !== undefined && !facts.titleFolded.includes(foldTitle(query.titleContains))) return false;
  return rangesOf(query).every(([fact, { min = -Infinity, max = Infinity }]) => {
    const value = facts[fact];
    return value !== null && value >= min && value <= max;
  });
}

/** Unknown values last in either direction. */
function order({ sort, descending }: DealsQuery): (a: DealFacts, b: DealFacts) => number {
  const by = SORT_FACTS[sort];
  return (a, b) => {
    const [left, right] = [a[by], b[by]];
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
    return descending ? compare(right, left) : compare(left, right);
  };
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function dealKey(domainId: number, asin: string): string {
  return `${domainId}/${asin}`;
}
