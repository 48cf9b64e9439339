import type { DealFilter, DealSource } from '@smart-ingestor/contracts';

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

/** Configured work: a feed, a filter, and how to buy. */
export interface Job {
  readonly id: string;
  readonly source: DealSource;
  readonly filter: DealFilter;
  readonly peek: PeekOptions;
  readonly commit: CommitOptions;
}
