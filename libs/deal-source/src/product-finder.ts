import {
  type ListSource,
  type FinderPage,
  type FinderRequest,
  type FinderSelection,
  type ListPage,
  type ListTerms,
  type PassProgress,
  PROVIDER_OPTIONS,
  type SourcePlan,
} from '@smart-ingestor/contracts';
import { FINDER_PAGE_MIN, FINDER_RESULTS_MAX, finderProblems } from '@smart-ingestor/keepa-wire';
import { inject, injectable } from 'tsyringe';
import { z } from 'zod';
import { feedHashOf } from './feed-hash';
import { listPageOf } from './list-entries';
import { entriesUpTo, finderDomain, LIST_MEMBERS, type ListOptions, timesOf } from './list-options';

export const productFinderOptions = z
  .strictObject({
    domain: finderDomain,
    /** Keepa's own product query, verbatim, as keepa.com shows it under "Show API query". Its `page` and `perPage` are ignored. */
    selection: z.record(z.string(), z.unknown(), { error: "selection is Keepa's product query, an object." }),
    /** The first so many products of the query, in its order: 10 tokens and 1 for every 100. */
    maxItems: entriesUpTo('maxItems', FINDER_PAGE_MIN, FINDER_RESULTS_MAX, 1_000),
    ...LIST_MEMBERS,
  })
  .transform(({ selection, every, revisitAfter, ...options }, context): ProductFinderOptions => {
    const { page: _page, perPage: _perPage, ...query } = selection;
    for (const message of finderProblems(query)) context.addIssue({ code: 'custom', path: ['selection'], message });
    return { ...options, selection: query, ...timesOf({ every, revisitAfter }) };
  });

export interface ProductFinderOptions extends ListOptions {
  readonly selection: FinderSelection;
  readonly maxItems: number;
}

/**
 * Products that match a query of Keepa's product finder. Keepa gives the first 10,000 in one answer, so a pass is one request: pages would
 * cost 10 tokens more each, and products move between them.
 */
@injectable()
export class ProductFinder implements ListSource<FinderRequest> {
  readonly name = 'product-finder';
  readonly domainId: number;
  readonly feedHash: string;
  readonly list: ListTerms<FinderRequest>;

  constructor(@inject(PROVIDER_OPTIONS) private readonly options: ProductFinderOptions) {
    const { domain, selection, maxItems, everyMs, revisitAfterMs } = options;
    this.domainId = domain;
    this.feedHash = feedHashOf({ source: this.name, domain, selection, maxItems });
    this.list = { everyMs, revisitAfterMs, pageOf: (page) => this.pageOf(page) };
  }

  nextRequest({ pagesRead }: PassProgress): FinderRequest | null {
    return pagesRead === 0 ? this.request() : null;
  }

  plan(): SourcePlan {
    const { maxItems } = this.options;
    return {
      coverage: `the first ${maxItems} products of a product query on domain ${this.domainId}`,
      ...{ request: this.request(), requestsAtMost: 1, itemsAtMost: maxItems },
    };
  }

  private request(): FinderRequest {
    const { domain, selection, maxItems } = this.options;
    return { endpoint: 'query', domainId: domain, selection, page: 0, perPage: maxItems };
  }

  private pageOf({ asins, problems }: FinderPage): ListPage {
    return listPageOf(this.options, asins, this.options.maxItems, problems);
  }
}
