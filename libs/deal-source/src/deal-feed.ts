import { createHash } from 'node:crypto';
import { type DealPageRequest, type DealSource, type PassProgress, PROVIDER_OPTIONS } from '@smart-ingestor/contracts';
import { DEALS_PER_PAGE } from '@smart-ingestor/keepa-wire';
import { inject, injectable } from 'tsyringe';
import type { DealFeedOptions } from './options';

/** Keepa's sort by deal age, newest first; it cannot be inverted. */
const DEAL_AGE = 1;

/** The default: every page of one Keepa deal query, until a page is not full. */
@injectable()
export class DealFeed implements DealSource {
  readonly name = 'deal-feed';
  readonly domainId: number;
  readonly feedHash: string;

  constructor(@inject(PROVIDER_OPTIONS) private readonly options: DealFeedOptions) {
    this.domainId = options.selection.domainId;
    this.feedHash = createHash('sha256').update(canonicalJson(options.selection)).digest('hex').slice(0, 16);
  }

  nextRequest({ pagesRead, lastRowCount }: PassProgress): DealPageRequest | null {
    if (pagesRead >= this.options.maxPages) return null;
    // A partial and an empty page cost 5 tokens as well, so nothing is asked after the first one that is not full.
    if (pagesRead > 0 && lastRowCount !== null && lastRowCount < DEALS_PER_PAGE) return null;
    return { endpoint: 'deal', selection: this.options.selection, page: pagesRead };
  }

  headRequest(page: number): DealPageRequest | null {
    return page < this.options.maxPages ? { endpoint: 'deal', selection: { ...this.options.selection, sortType: DEAL_AGE }, page } : null;
  }
}

/** The same text for the same query, whatever the order of its members. Category ids above 2^53 may be bigints. */
function canonicalJson(query: unknown): string {
  return JSON.stringify(query, (_member, value: unknown) => {
    if (typeof value === 'bigint') return value.toString();
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
