import type { BucketState } from '../tokens/bucket-state';
import type { ForeignSpend } from '../tokens/token-ledger';
import type { Stage, WorkClass } from '../tokens/work-class';
import type { CoverageGap, FeedCursor, FeedHead } from './feed-cursor';
import type { ItemCounts } from './work-item';

/** A deal as people read it. Money in the domain's smallest unit. */
export interface DealRow {
  readonly domain: number;
  readonly asin: string;
  readonly title: string;
  readonly price: number | null;
  readonly avg90: number | null;
  readonly dropPercent: number | null;
  readonly rank: number | null;
  readonly rankDrops90: number | null;
  readonly offers: number | null;
  readonly margin: number | null;
  readonly updatedMs: number;
  /** Latest sighting of any kind. */
  readonly seenMs: number;
  readonly link: string;
}

export type DealSortKey = 'updated' | 'price' | 'avg90' | 'drop' | 'rank' | 'rank-drops' | 'offers' | 'margin' | 'title';

export interface DealsQuery {
  readonly domainId?: number;
  readonly asin?: string;
  /** Case-insensitive part of the title. */
  readonly titleContains?: string;
  readonly priceMinor?: Range;
  readonly dropPercent?: Range;
  readonly rank?: Range;
  readonly marginMinor?: Range;
  /** Also deals whose latest sighting no longer passes the filter. */
  readonly includeRejected?: boolean;
  /** Also deals that prune has hidden. */
  readonly includeExpired?: boolean;
  readonly sort: DealSortKey;
  readonly descending: boolean;
  readonly limit?: number;
}

/** Inclusive bounds. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
}

export type GrantState = 'open' | 'settled' | 'cancelled' | 'forfeited';

/** One request and what it cost. */
export interface LedgerEntry {
  readonly callId: string;
  readonly accountId: string;
  readonly atMs: number;
  readonly workClass: WorkClass;
  readonly stage: Stage;
  readonly endpoint: string;
  readonly shape: string;
  readonly jobId: string | null;
  readonly items: number;
  readonly expectedTokens: number;
  readonly worstTokens: number;
  readonly state: GrantState;
  /** `null` until settled. */
  readonly consumedTokens: number | null;
  readonly tokensLeft: number | null;
}

export interface LedgerQuery {
  readonly accountId?: string;
  readonly sinceMs?: number;
  readonly workClass?: WorkClass;
  readonly limit?: number;
}

export interface LedgerTotals {
  readonly consumedTokens: number;
  readonly requests: number;
  readonly byClass: readonly ClassTotals[];
  readonly openGrants: number;
  readonly forfeitedGrants: number;
}

export interface ClassTotals {
  readonly workClass: WorkClass;
  readonly stage: Stage;
  readonly requests: number;
  readonly consumedTokens: number;
}

/** Every token explained. */
export interface LedgerBooks {
  /** Newest first. */
  entries(query: LedgerQuery): Promise<readonly LedgerEntry[]>;
  /** `sinceMs`: only requests granted from then on. */
  totals(accountId: string, sinceMs?: number): Promise<LedgerTotals>;
  /** Every account of which the ledger knows a reading or a grant, by fingerprint, in a stable order. */
  accounts(): Promise<readonly string[]>;
}

/** Progress of one job: what was done, not whether a process is up. */
export interface JobStatus {
  readonly jobId: string;
  readonly items: ItemCounts;
  readonly rejectedByReason: Readonly<Record<string, number>>;
  /** lastUpdate of the oldest item that is still open. */
  readonly oldestOpenMs: number | null;
  /** Items that reached a final state (not superseded) within the last hour. */
  readonly finishedLastHour: number;
  readonly cursor: FeedCursor | null;
  readonly head: FeedHead | null;
  /** The newest few. */
  readonly gaps: readonly CoverageGap[];
  readonly deals: number;
  /** Deals not seen for longest. */
  readonly oldestSeenMs: number | null;
}

export interface AccountStatus {
  readonly accountId: string;
  readonly tier: string;
  readonly bucket: BucketState | null;
  readonly totals: LedgerTotals;
  readonly foreign: ForeignSpend | null;
}
