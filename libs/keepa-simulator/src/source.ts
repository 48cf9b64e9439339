import type { Clock } from '@smart-ingestor/contracts';
import { answerDeal } from './endpoints/deal-endpoint';
import { LIST_ENDPOINTS } from './endpoints/list-endpoints';
import { answerProducts, findProducts, OfferFetches, priceProduct } from './endpoints/product-endpoint';
import { readProductQuery } from './endpoints/product-request';
import { answerSeller } from './endpoints/seller-endpoint';
import type { Answer, EndpointRequest } from './endpoints/answer';
import { MarketPlaces } from './market-place';
import type { PriceOverrides } from './price-list';

/** Where the simulator's bodies come from: the seeded market, or recordings, which bring a server time of their own. */
export interface Source {
  nowMs(): number;
  /** `minute`: Keepa time of arrival. `path` is one of the metered ones. */
  answer(path: string, request: EndpointRequest, minute: number): Answer;
}

/** The seeded market: a pure function of (seed, product, time). */
export class SeededSource implements Source {
  private readonly places: MarketPlaces;
  private readonly fetches = new OfferFetches();

  constructor(
    private readonly clock: Clock,
    seed: number,
    catalogueSize: number,
    private readonly prices: PriceOverrides,
  ) {
    this.places = new MarketPlaces(seed, catalogueSize, clock.nowMs());
  }

  nowMs(): number {
    return this.clock.nowMs();
  }

  answer(path: string, request: EndpointRequest, minute: number): Answer {
    if (path === '/deal') return answerDeal(request, (query) => this.places.of(query.domainId).feed.page(query, minute));
    if (path === '/seller') return answerSeller(request, this.places, minute);
    const list = LIST_ENDPOINTS.get(path);
    return list === undefined ? this.products(request, minute) : list(request, this.places, minute);
  }

  private products(request: EndpointRequest, minute: number): Answer {
    const query = readProductQuery(request);
    if ('kind' in query) return query;
    const place = this.places.of(query.domainId);
    const time = { minute, openedAtMinute: this.places.openedAtMinute };
    return answerProducts(
      query,
      findProducts(query, place).map((wanted) => priceProduct(query, wanted, place, this.fetches, time)),
      this.prices,
    );
  }
}
