import type { BestSellersRequest, DealPageRequest, FinderRequest, LightningDealRequest, SellerRequest } from '../keepa/requests';
import type { DecodeProblem, ValueOf } from '../keepa/results';
import type { FeedRow } from './feed-row';

/** A request that tells which products there are. */
export type SourceRequest = DealPageRequest | FinderRequest | BestSellersRequest | SellerRequest | LightningDealRequest;

/** How far the running pass over the feed or list has come. */
export interface PassProgress {
  readonly pagesRead: number;
  /** Rows or entries of the last page as Keepa sent them; `null` before the first. */
  readonly lastRowCount: number | null;
}

/** A page of a list that needs not be asked for: 0 tokens. */
export interface GivenPage {
  readonly given: ListPage;
}

/** One page of a list, decoded. */
export interface ListPage {
  /** Of most nothing but the ASIN is known: `bareRow`. Their version is set by the pipeline, their gaps are filled by the peek. */
  readonly entries: readonly FeedRow[];
  /** Entries that were sent, readable or wanted or not: what the next `PassProgress.lastRowCount` says. */
  readonly rowCount: number;
  readonly problems: readonly DecodeProblem[];
}

/**
 * A list says which products to look at, not what happened to them: its entries have no version of their own, and it has no window beyond
 * which it forgets.
 */
export interface ListTerms<R extends SourceRequest = SourceRequest> {
  /** A pass starts this long after the last one started, or later where the scan share of the plan affords less. */
  readonly everyMs: number;
  /** An entry counts as changed when this has passed since it was delivered: before that nothing is bought for it again. */
  readonly revisitAfterMs: number;
  pageOf(value: ValueOf<R>): ListPage;
}

/** What a source would fetch, before it starts. Prices are the cost model's. */
export interface SourcePlan {
  /** What is fetched and how much of it there can be, in a sentence. */
  readonly coverage: string;
  /** The first request of a pass; `null`: nothing is asked for. */
  readonly request: SourceRequest | null;
  /** Requests of one pass at most. */
  readonly requestsAtMost: number;
  /** Entries of one pass at most. */
  readonly itemsAtMost: number;
}

interface SourceBase {
  readonly name: string;
  readonly domainId: number;
  /** Identifies the query: another hash is another cursor. */
  readonly feedHash: string;
  plan(): SourcePlan;
}

/** A feed of deals: its rows say when they changed, and it shows what changed within the last 12 hours. */
export interface FeedSource extends SourceBase {
  readonly list: null;
  /** `null`: the pass is complete. */
  nextRequest(progress: PassProgress): DealPageRequest | null;
  /**
   * Page `page` (0, 1, …) of the same feed, newest deals first (Keepa: sortType 1 is deal age). What is new is found here without a whole
   * pass. `null`: the source has no such order, or no such page.
   */
  headRequest(page: number): DealPageRequest | null;
}

/** A list of products. Without a price of its own where it is given instead of asked for. */
export interface ListSource<R extends SourceRequest = SourceRequest> extends SourceBase {
  readonly list: ListTerms<R>;
  /** `null`: the pass is complete. */
  nextRequest(progress: PassProgress): R | GivenPage | null;
}

/** Where work comes from. Pure: it says what to ask next, the pipeline asks. */
export type DealSource = FeedSource | ListSource;
