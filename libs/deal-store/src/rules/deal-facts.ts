import { amazonLink, type Deal, type DealRow, type DealSortKey, type DealsQuery, type Range } from '@smart-ingestor/contracts';

/** What people filter and sort deals by. Derived from the feed part and the verdict, stored beside the complete deal. */
export interface DealFacts {
  readonly domainId: number;
  readonly asin: string;
  readonly title: string;
  /** For searching and sorting without regard to case; SQLite itself folds ASCII only. */
  readonly titleFolded: string;
  readonly rootCategory: string | null;
  readonly priceMinor: number | null;
  readonly avg90Minor: number | null;
  readonly dropPercent: number | null;
  readonly salesRank: number | null;
  readonly salesRankDrops90: number | null;
  readonly offerCount: number | null;
  readonly marginMinor: number | null;
  readonly rejectedReason: string | null;
  readonly updatedMs: number;
  readonly lastSeenMs: number;
}

export const SORT_FACTS = {
  updated: 'updatedMs',
  price: 'priceMinor',
  avg90: 'avg90Minor',
  drop: 'dropPercent',
  rank: 'salesRank',
  'rank-drops': 'salesRankDrops90',
  offers: 'offerCount',
  margin: 'marginMinor',
  title: 'titleFolded',
} as const satisfies Record<DealSortKey, keyof DealFacts>;

/** The ranges of a query by the fact that they bound. */
export function rangesOf(query: DealsQuery): readonly (readonly ['priceMinor' | 'dropPercent' | 'salesRank' | 'marginMinor', Range])[] {
  const { priceMinor, dropPercent, rank, marginMinor } = query;
  const all = [
    ['priceMinor', priceMinor],
    ['dropPercent', dropPercent],
    ['salesRank', rank],
    ['marginMinor', marginMinor],
  ] as const;
  return all.flatMap(([fact, range]) => (range === undefined ? [] : [[fact, range] as const]));
}

export function factsOf({ domainId, asin, feed, marginMinor, rejectedReason, lastSeenMs }: Deal): DealFacts {
  return {
    domainId,
    asin,
    title: feed.title,
    titleFolded: foldTitle(feed.title),
    rootCategory: feed.rootCategory,
    priceMinor: feed.currentMinor,
    avg90Minor: feed.avg90Minor,
    dropPercent: feed.drop90Percent,
    salesRank: feed.salesRank,
    salesRankDrops90: feed.salesRankDrops90,
    offerCount: offersOf(feed.newOfferCount, feed.usedOfferCount),
    marginMinor,
    rejectedReason,
    updatedMs: feed.lastUpdateMs,
    lastSeenMs,
  };
}

export function foldTitle(title: string): string {
  return title.toLowerCase();
}

export function rowOf(facts: Omit<DealFacts, 'titleFolded'>): DealRow {
  return {
    domain: facts.domainId,
    asin: facts.asin,
    title: facts.title,
    price: facts.priceMinor,
    avg90: facts.avg90Minor,
    dropPercent: facts.dropPercent,
    rank: facts.salesRank,
    rankDrops90: facts.salesRankDrops90,
    offers: facts.offerCount,
    margin: facts.marginMinor,
    updatedMs: facts.updatedMs,
    seenMs: facts.lastSeenMs,
    link: amazonLink(facts.domainId, facts.asin),
  };
}

/** New and used together; unknown only where both are. */
function offersOf(newCount: number | null, usedCount: number | null): number | null {
  return newCount === null && usedCount === null ? null : (newCount ?? 0) + (usedCount ?? 0);
}
