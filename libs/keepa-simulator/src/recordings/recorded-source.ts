import type { Clock } from '@smart-ingestor/contracts';
import { keepaMinutesToMs } from '@smart-ingestor/keepa-wire';
import { type Answer, type EndpointRequest, refused } from '../endpoints/answer';
import { answerDeal } from '../endpoints/deal-endpoint';
import { LIST_ENDPOINTS } from '../endpoints/list-endpoints';
import { answerProducts, OfferFetches, type PricedProduct, RECENT_RATING_SHARE, unknownProduct } from '../endpoints/product-endpoint';
import { type ProductQuery, readProductQuery } from '../endpoints/product-request';
import { answerSeller } from '../endpoints/seller-endpoint';
import { MarketPlaces } from '../market-place';
import { drawOfferFetch, FRESH_OFFERS_TOKENS, offersTokens, peekTokens, type PriceOverrides } from '../price-list';
import { hash, unit } from '../seeded-random';
import type { Source } from '../source';
import { RawJson } from '../wire-json';
import type { Recordings, RecordedVersion } from './recordings';

const EMPTY_PAGE = { categoryCount: [], categoryIds: [], categoryNames: [], dr: [], drDateIndex: [] };

/**
 * Recorded bodies under an envelope and prices of the simulator's own. The server's clock starts at the first recorded page; a request for
 * page 0 begins the next run (the last one stays), and every page sets the clock forward to the time at which it was recorded.
 */
export class RecordedSource implements Source {
  private readonly fetches = new OfferFetches();
  /** Sellers were not recorded: none of those in the bodies is known. */
  private readonly places: MarketPlaces;
  private offsetMs: number;
  private run = -1;

  constructor(
    private readonly clock: Clock,
    private readonly seed: number,
    private readonly recordings: Recordings,
    private readonly prices: PriceOverrides,
  ) {
    const startMs = recordings.runs[0]?.[0]?.timestampMs ?? latestProductMs(recordings);
    this.offsetMs = startMs - clock.nowMs();
    this.places = new MarketPlaces(seed, 1, startMs);
  }

  nowMs(): number {
    return this.clock.nowMs() + this.offsetMs;
  }

  answer(path: string, request: EndpointRequest, minute: number): Answer {
    if (path === '/deal') return answerDeal(request, ({ page }) => this.page(page));
    if (path === '/seller') return answerSeller(request, this.places, minute);
    // A list of invented ASINs would be one that no recorded product answers to.
    if (LIST_ENDPOINTS.has(path)) return refused('nothing of this endpoint was recorded');
    const query = readProductQuery(request);
    if ('kind' in query) return query;
    return answerProducts(
      query,
      query.asins.map((asin) => this.product(query, asin, minute)),
      this.prices,
    );
  }

  /** A page that its run does not have is empty: that is how a run ends. */
  private page(page: number): unknown {
    const { runs } = this.recordings;
    if (page === 0 || this.run < 0) this.run = Math.min(this.run + 1, runs.length - 1);
    const recorded = runs[this.run]?.[page];
    if (recorded === undefined) return EMPTY_PAGE;
    this.offsetMs += Math.max(0, recorded.timestampMs - this.nowMs());
    return new RawJson(recorded.dealsText());
  }

  private product(query: ProductQuery, asin: string, minute: number): PricedProduct {
    const version = this.versionAt(asin, minute);
    if (version === null) return unknownProduct(query, asin);
    const product = new RawJson(version.productText());
    const { extras } = query;
    const number = [...asin].reduce((sum, letter) => hash(sum, letter.charCodeAt(0)), this.seed);
    if (extras.offers === null)
      return { product, tokens: peekTokens(extras, unit(this.seed, number) < RECENT_RATING_SHARE, false), wasFetched: false };
    if (this.fetches.areFresh(asin, extras.updateHours, minute)) return { product, tokens: FRESH_OFFERS_TOKENS, wasFetched: false };
    const fetch = drawOfferFetch(this.seed, number, minute, extras.offers, false);
    if (fetch.succeeded) this.fetches.note(asin, minute);
    return { product, tokens: offersTokens(extras, fetch, false), wasFetched: true };
  }

  /** The newest version that is not newer than the server's clock, or else the oldest. */
  private versionAt(asin: string, minute: number): RecordedVersion | null {
    const versions = this.recordings.products.get(asin) ?? [];
    return versions.findLast(({ lastUpdate }) => lastUpdate <= minute) ?? versions[0] ?? null;
  }
}

function latestProductMs(recordings: Recordings): number {
  return keepaMinutesToMs(Math.max(...[...recordings.products.values()].flat().map(({ lastUpdate }) => lastUpdate)));
}
