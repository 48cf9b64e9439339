import {
  bareRow,
  type ListSource,
  type FeedRow,
  type LightningDeal,
  type LightningDealList,
  type LightningDealRequest,
  type LightningDealState,
  type ListPage,
  type ListTerms,
  type PassProgress,
  PROVIDER_OPTIONS,
  type SourcePlan,
} from '@smart-ingestor/contracts';
import { LIGHTNING_DEAL_STATES, PriceType } from '@smart-ingestor/keepa-wire';
import { inject, injectable } from 'tsyringe';
import { z } from 'zod';
import { feedHashOf } from './feed-hash';
import { entriesUpTo, LIST_MEMBERS, listDomain, type ListOptions, timesOf } from './list-options';

/** More than Keepa was ever seen to list. */
const DEALS_MAX = 100_000;
const { every, revisitAfter } = LIST_MEMBERS;

export const lightningDealsOptions = z
  .strictObject({
    domain: listDomain,
    /** Only deals in this state. */
    state: z
      .enum(LIGHTNING_DEAL_STATES as [string, ...string[]], { error: `state is one of ${LIGHTNING_DEAL_STATES.join(', ')}.` })
      .default('AVAILABLE'),
    maxItems: entriesUpTo('maxItems', 1, DEALS_MAX, 1_000),
    every,
    revisitAfter,
  })
  .transform(({ state, ...options }): LightningDealsOptions => {
    return {
      domain: options.domain,
      maxItems: options.maxItems,
      state: state as LightningDealState,
      priceType: PriceType.LIGHTNING_DEAL,
      ...timesOf(options),
    };
  })
  .prefault({});

export interface LightningDealsOptions extends ListOptions {
  readonly state: LightningDealState;
  readonly maxItems: number;
}

/** Amazon's lightning deals of a shop: one request, which Keepa sells for 500 tokens whatever it holds. Entries bring their deal price along. */
@injectable()
export class LightningDeals implements ListSource<LightningDealRequest> {
  readonly name = 'lightning-deals';
  readonly domainId: number;
  readonly feedHash: string;
  readonly list: ListTerms<LightningDealRequest>;

  constructor(@inject(PROVIDER_OPTIONS) private readonly options: LightningDealsOptions) {
    const { domain, state, maxItems, everyMs, revisitAfterMs } = options;
    this.domainId = domain;
    this.feedHash = feedHashOf({ source: this.name, domain, state, maxItems });
    this.list = { everyMs, revisitAfterMs, pageOf: (list) => this.pageOf(list) };
  }

  nextRequest({ pagesRead }: PassProgress): LightningDealRequest | null {
    return pagesRead === 0 ? this.request() : null;
  }

  plan(): SourcePlan {
    const { state, maxItems } = this.options;
    return {
      coverage: `lightning deals of domain ${this.domainId} in state ${state}, at most ${maxItems}`,
      ...{ request: this.request(), requestsAtMost: 1, itemsAtMost: maxItems },
    };
  }

  private request(): LightningDealRequest {
    return { endpoint: 'lightningdeal', domainId: this.options.domain, state: this.options.state };
  }

  private pageOf({ deals, problems }: LightningDealList): ListPage {
    const byAsin = new Map(deals.map((deal) => [deal.asin, this.entryOf(deal)]));
    return { entries: [...byAsin.values()].slice(0, this.options.maxItems), rowCount: deals.length + problems.length, problems };
  }

  private entryOf(deal: LightningDeal): FeedRow {
    const { asin, title, imageName, dealPriceMinor, rating, reviewCount } = deal;
    return { ...bareRow(this.domainId, asin, this.options.priceType), title, imageName, currentMinor: dealPriceMinor, rating, reviewCount };
  }
}
