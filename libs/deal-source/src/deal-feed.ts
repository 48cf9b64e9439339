import { type DealPageRequest, type FeedSource, type PassProgress, PROVIDER_OPTIONS, type SourcePlan } from '@smart-ingestor/contracts';
import { DEAL_RESULTS_MAX, DEALS_PER_PAGE } from '@smart-ingestor/keepa-wire';
import { inject, injectable } from 'tsyringe';
import { feedHashOf } from './feed-hash';
import type { DealFeedOptions } from './options';

/** Keepa's sort by deal age, newest first; it cannot be inverted. */
const NEWEST_FIRST = 1;

/** The default: every page of one Keepa deal query, until a page is not full. */
@injectable()
export class DealFeed implements FeedSource {
  readonly name = 'deal-feed';
  readonly domainId: number;
  readonly feedHash: string;
  readonly list = null;

  constructor(@inject(PROVIDER_OPTIONS) private readonly options: DealFeedOptions) {
    this.domainId = options.selection.domainId;
    this.feedHash = feedHashOf(options.selection);
  }

  nextRequest({ pagesRead, lastRowCount }: PassProgress): DealPageRequest | null {
    if (pagesRead >= this.options.maxPages) return null;
    // A partial and an empty page cost 5 tokens as well, so nothing is asked after the first one that is not full.
    if (pagesRead > 0 && lastRowCount !== null && lastRowCount < DEALS_PER_PAGE) return null;
    return { endpoint: 'deal', selection: this.options.selection, page: pagesRead };
  }

  headRequest(page: number): DealPageRequest | null {
    return page < this.options.maxPages ? { endpoint: 'deal', selection: { ...this.options.selection, sortType: NEWEST_FIRST }, page } : null;
  }

  plan(): SourcePlan {
    const { selection, maxPages } = this.options;
    const itemsAtMost = Math.min(DEAL_RESULTS_MAX, maxPages * DEALS_PER_PAGE);
    return {
      coverage: `deals of domain ${this.domainId} that changed within the last 12 hours, ${DEALS_PER_PAGE} a page until one is not full, at most ${itemsAtMost}`,
      request: { endpoint: 'deal', selection, page: 0 },
      requestsAtMost: maxPages,
      itemsAtMost,
    };
  }
}
