import type { CommitOutcome, Deal, DealRow, DealsQuery, DealTable } from '@smart-ingestor/contracts';
import { type DealFacts, factsOf, foldTitle, rangesOf, rowOf, SORT_FACTS } from '../rules/deal-facts';
import type { JobDeals } from '../rules/status';

export class MemoryDealTable implements DealTable {
  private readonly deals = new Map<string, Deal>();

  upsert(deals: readonly Deal[]): Pick<CommitOutcome, 'dealsNew' | 'dealsChanged'> {
    let [dealsNew, dealsChanged] = [0, 0];
    for (const deal of deals) {
      const key = dealKey(deal.domainId, deal.asin);
      const known = this.deals.get(key);
      if (known === undefined) dealsNew += 1;
      else if (contentOf(known) !== contentOf(deal)) dealsChanged += 1;
      this.deals.set(key, known === undefined ? deal : { ...deal, firstStoredMs: known.firstStoredMs });
    }
    return { dealsNew, dealsChanged };
  }

  async byAsin(domainId: number, asins: readonly string[]): Promise<readonly Deal[]> {
    return asins.flatMap((asin) => this.deals.get(dealKey(domainId, asin)) ?? []);
  }

  has(domainId: number, asin: string): boolean {
    return this.deals.has(dealKey(domainId, asin));
  }

  ofJob(jobId: string): JobDeals {
    const own = [...this.deals.values()].filter((deal) => deal.jobId === jobId);
    const oldestSeenMs = own.reduce<number | null>((oldest, { lastSeenMs }) => Math.min(oldest ?? lastSeenMs, lastSeenMs), null);
    return { deals: own.length, oldestSeenMs };
  }

  async find(query: DealsQuery): Promise<readonly DealRow[]> {
    const found = [...this.deals.values()].map(factsOf).filter((facts) => matches(facts, query));
    return found.sort(order(query)).slice(0, query.limit).map(rowOf);
  }
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
