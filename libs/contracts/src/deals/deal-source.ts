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
}
