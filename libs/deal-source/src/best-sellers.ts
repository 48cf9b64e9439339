import {
  type BestSellerList,
  type BestSellersRequest,
  type ListSource,
  type ListPage,
  type ListTerms,
  type PassProgress,
  PROVIDER_OPTIONS,
  type SourcePlan,
} from '@smart-ingestor/contracts';
import { inject, injectable } from 'tsyringe';
import { z } from 'zod';
import { feedHashOf } from './feed-hash';
import { listPageOf } from './list-entries';
import { entriesUpTo, LIST_MEMBERS, listDomain, type ListOptions, timesOf } from './list-options';

/** Keepa lists up to 500,000 of a root; so many would keep a plan of 1,000 tokens a minute busy for days. */
const TOP_MAX = 100_000;
const categoryRule = { error: 'category is a category id (283155 is Books on amazon.com) or the name of a product group.' };

export const bestSellersOptions = z
  .strictObject({
    domain: listDomain,
    category: z.union([z.int().positive().transform(String), z.string().regex(/\S/, categoryRule).max(100, categoryRule)], categoryRule),
    /** The best so many. */
    top: entriesUpTo('top', 1, TOP_MAX, 1_000),
    /** Days over which the rank is averaged; 0 is the current rank. */
    rangeDays: z.union([z.literal(0), z.literal(30), z.literal(90), z.literal(180)], { error: 'rangeDays is 0, 30, 90 or 180.' }).optional(),
    /** Keep every variation of a product. */
    variations: z.boolean({ error: 'variations is true or false.' }).optional(),
    /** Ranks within the category instead of within its root. */
    sublist: z.boolean({ error: 'sublist is true or false.' }).optional(),
    ...LIST_MEMBERS,
  })
  .refine(({ sublist, rangeDays }) => sublist !== true || rangeDays === undefined, {
    path: ['sublist'],
    error: 'sublist cannot be true with rangeDays: Keepa knows only current ranks within a category. Remove one of them.',
  })
  .transform(({ every, revisitAfter, ...options }): BestSellersOptions => ({ ...options, ...timesOf({ every, revisitAfter }) }));

export interface BestSellersOptions extends ListOptions {
  readonly category: string;
  readonly top: number;
  readonly rangeDays?: 0 | 30 | 90 | 180 | undefined;
  readonly variations?: boolean | undefined;
  readonly sublist?: boolean | undefined;
}

/** The best-selling products of a category or product group, the best rank first. Keepa renews the list every hour; one request is the whole of it. */
@injectable()
export class BestSellers implements ListSource<BestSellersRequest> {
  readonly name = 'best-sellers';
  readonly domainId: number;
  readonly feedHash: string;
  readonly list: ListTerms<BestSellersRequest>;

  constructor(@inject(PROVIDER_OPTIONS) private readonly options: BestSellersOptions) {
    const { everyMs, revisitAfterMs, top } = options;
    this.domainId = options.domain;
    this.feedHash = feedHashOf({ source: this.name, request: this.request(), top });
    this.list = { everyMs, revisitAfterMs, pageOf: (list) => this.pageOf(list) };
  }

  nextRequest({ pagesRead }: PassProgress): BestSellersRequest | null {
    return pagesRead === 0 ? this.request() : null;
  }

  plan(): SourcePlan {
    const { category, top } = this.options;
    return {
      coverage: `the ${top} best sellers of category ${category} on domain ${this.domainId}`,
      ...{ request: this.request(), requestsAtMost: 1, itemsAtMost: top },
    };
  }

  private request(): BestSellersRequest {
    const { domain, category, rangeDays, variations, sublist } = this.options;
    return {
      ...{ endpoint: 'bestsellers', domainId: domain, category },
      ...(rangeDays !== undefined && { rangeDays }),
      ...(variations !== undefined && { variations }),
      ...(sublist !== undefined && { sublist }),
    };
  }

  private pageOf({ asins, isKnown, problems }: BestSellerList): ListPage {
    const unknown = { asin: null, message: `Keepa has no best sellers of category ${this.options.category} on domain ${this.domainId}` };
    return listPageOf(this.options, asins, this.options.top, isKnown ? problems : [unknown]);
  }
}
