import type { DealPageRequest } from '../keepa/requests';

/** How far the running pass over the feed has come. */
export interface PassProgress {
  readonly pagesRead: number;
  /** Rows of the last page as Keepa sent them; `null` before the first. */
  readonly lastRowCount: number | null;
}

/** Where work comes from. Pure: it says what to ask next, the pipeline asks. */
export interface DealSource {
  readonly name: string;
  readonly domainId: number;
  /** Identifies the query: another hash is another cursor. */
  readonly feedHash: string;
  /** `null`: the pass is complete. */
  nextRequest(progress: PassProgress): DealPageRequest | null;
  /**
   * Page `page` (0, 1, …) of the same feed, newest deals first (Keepa: sortType 1 is deal age). What is new is found here without a whole
   * pass. `null`: the source has no such order, or no such page.
   */
  headRequest(page: number): DealPageRequest | null;
}
