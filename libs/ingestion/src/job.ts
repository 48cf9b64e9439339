import type { DealFilter, DealSource, FeedSource, ListSource } from '@smart-ingestor/contracts';

/** How the cheap look is asked for: no `offers`, so 1 token an ASIN (Keepa: history and statistics are free). */
export interface PeekOptions {
  /** 1 to 365. */
  readonly statsDays: number;
}

/** How a survivor is bought. Keepa: 6 tokens per found page of 10 offers. */
export interface CommitOptions {
  /** 20 to 100. */
  readonly offers: number;
  readonly statsDays: number;
  readonly historyDays: number;
  /** +2 tokens where the stock was updated within 7 days. */
  readonly stock: boolean;
  /** Up to +1 token. */
  readonly rating: boolean;
}

/** How stored deals are kept fresh. */
export interface RefreshOptions {
  /** A row that was not seen for this long is overdue. */
  readonly withinMs: number;
  /** 20 to 100; absent: no offers, 1 token a row, and the offers stay those of the purchase. */
  readonly offers?: number;
}

/** What becomes of rows that nothing shows any more. Soft first. */
export interface PruneOptions {
  /** Unseen for this long, with an answered refresh since: hidden. */
  readonly expireAfterMs: number;
  /** Hidden for this long: deleted. */
  readonly deleteAfterMs: number;
}

/** Configured work: a feed or a list, a filter, and how to buy. */
export interface Job {
  readonly id: string;
  readonly source: DealSource;
  readonly filter: DealFilter;
  readonly peek: PeekOptions;
  readonly commit: CommitOptions;
  /** `null`: rows are renewed by sightings only. */
  readonly refresh: RefreshOptions | null;
  /** Who sells the stored deals: looked up again after `withinMs`, 1 token a seller. `null`: never. */
  readonly sellers: { readonly withinMs: number } | null;
  readonly prune: PruneOptions | null;
}

export type FeedJob = Job & { readonly source: FeedSource };
export type ListJob = Job & { readonly source: ListSource };

/** Also of a source in plain JavaScript that leaves `list` out. */
export function isFeedJob(job: Job): job is FeedJob {
  return !isListJob(job);
}

export function isListJob(job: Job): job is ListJob {
  return Boolean(job.source.list);
}
