import {
  type ListSource,
  type ListPage,
  type ListTerms,
  type PassProgress,
  PROVIDER_OPTIONS,
  type SellerBatch,
  type SellerRequest,
  type SourcePlan,
} from '@smart-ingestor/contracts';
import { inject, injectable } from 'tsyringe';
import { z } from 'zod';
import { feedHashOf } from './feed-hash';
import { listPageOf } from './list-entries';
import { entriesUpTo, finderDomain, LIST_MEMBERS, type ListOptions, timesOf } from './list-options';

const SELLERS_MAX = 1_000;
/** Keepa knows up to 100,000 ASINs of a storefront. */
const ASINS_MAX = 100_000;
const sellerRule = {
  error: ({ input }: { readonly input?: unknown }) => `a seller id is 10 to 21 of A to Z and 0 to 9, not ${JSON.stringify(input)}.`,
};
const sellersRule = { error: `sellers is a list of 1 to ${SELLERS_MAX} seller ids, each once.` };

export const storefrontOptions = z
  .strictObject({
    domain: finderDomain,
    sellers: z
      .array(z.string(sellerRule).regex(/^[A-Z0-9]{10,21}$/, sellerRule), sellersRule)
      .min(1, sellersRule)
      .max(SELLERS_MAX, sellersRule)
      .refine((ids) => new Set(ids).size === ids.length, sellersRule),
    /** Of each seller; Keepa's order, the most recently seen first. */
    maxItems: entriesUpTo('maxItems', 1, ASINS_MAX, 1_000),
    /** Collect the storefront anew where it is older: 50 tokens instead of 10. */
    updateHours: z.int({ error: 'updateHours is a whole number of hours from 1.' }).min(1).max(87_600).optional(),
    ...LIST_MEMBERS,
  })
  .transform(({ every, revisitAfter, ...options }): StorefrontOptions => ({ ...options, ...timesOf({ every, revisitAfter }) }));

export interface StorefrontOptions extends ListOptions {
  readonly sellers: readonly string[];
  readonly maxItems: number;
  readonly updateHours?: number | undefined;
}

/** What some sellers offer. Keepa takes one seller a request. */
@injectable()
export class Storefront implements ListSource<SellerRequest> {
  readonly name = 'storefront';
  readonly domainId: number;
  readonly feedHash: string;
  readonly list: ListTerms<SellerRequest>;

  constructor(@inject(PROVIDER_OPTIONS) private readonly options: StorefrontOptions) {
    const { domain, sellers, maxItems, everyMs, revisitAfterMs } = options;
    this.domainId = domain;
    this.feedHash = feedHashOf({ source: this.name, domain, sellers, maxItems });
    this.list = { everyMs, revisitAfterMs, pageOf: (batch) => this.pageOf(batch) };
  }

  nextRequest({ pagesRead }: PassProgress): SellerRequest | null {
    const seller = this.options.sellers[pagesRead];
    return seller === undefined ? null : this.request(seller);
  }

  plan(): SourcePlan {
    const { sellers, maxItems } = this.options;
    const whose = sellers.length === 1 ? `seller ${sellers[0]}` : `each of ${sellers.length} sellers`;
    return {
      coverage: `up to ${maxItems} products of the storefront of ${whose} on domain ${this.domainId}`,
      ...{ request: this.request(sellers[0]!), requestsAtMost: sellers.length, itemsAtMost: sellers.length * maxItems },
    };
  }

  private request(seller: string): SellerRequest {
    const { domain, updateHours } = this.options;
    return { endpoint: 'seller', domainId: domain, sellerIds: [seller], storefront: true, ...(updateHours !== undefined && { updateHours }) };
  }

  private pageOf({ sellers, problems }: SellerBatch): ListPage {
    const [seller] = sellers;
    const missing = seller === undefined ? 'Keepa does not know the seller' : `Keepa knows no storefront of seller ${seller.sellerId}`;
    const asins = seller?.storefrontAsins ?? null;
    return listPageOf(this.options, asins ?? [], this.options.maxItems, asins === null ? [...problems, { asin: null, message: missing }] : problems);
  }
}
