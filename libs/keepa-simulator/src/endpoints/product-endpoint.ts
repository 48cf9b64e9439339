import { PriceType } from '@smart-ingestor/keepa-wire';
import type { MarketPlace } from '../market-place';
import { listOffers } from '../offers';
import {
  drawOfferFetch,
  FRESH_OFFERS_TOKENS,
  type OfferFetch,
  offersTokens,
  peekTokens,
  type PriceOverrides,
  unknownProductTokens,
} from '../price-list';
import { buyBoxOf, csvOf, emptyProduct, productObject } from '../product-object';
import { trackingSince } from '../product-identity';
import type { ProductFacts } from '../product-facts';
import { PriceSeries } from '../price-series';
import { unit } from '../seeded-random';
import { AMAZON_SELLER_ID } from '../sellers';
import { statisticsOf } from '../statistics';
import { onGrid } from '../timeline';
import type { Answer, Span } from './answer';
import type { ProductQuery } from './product-request';

const CACHED_MS: Span = { minMs: 0, maxMs: 15 };
/** Fresh offers take 2 to 20 s; the batches of a request run in parallel. */
const OFFERS_MS: Span = { minMs: 2_000, maxMs: 20_000 };
/** Ratings of 4 in 5 products were updated within 14 days, which is when `rating=1` is charged. */
export const RECENT_RATING_SHARE = 0.8;
const POPULAR_BELOW_RANK = 60_000;
const HOUR_MINUTES = 60;
const DAY_MINUTES = 1_440;

/** One product as it leaves, and what it costs. */
export interface PricedProduct {
  readonly product: unknown;
  readonly tokens: number;
  readonly wasFetched: boolean;
}

/** Remembers when this account last fetched the offers of a product: fresh ones cost 5 flat where `update` allows them. */
export class OfferFetches {
  private readonly minutes = new Map<string, number>();

  areFresh(asin: string, updateHours: number | null, minute: number): boolean {
    const fetched = this.minutes.get(asin);
    return updateHours !== null && updateHours > 0 && fetched !== undefined && minute - fetched < updateHours * HOUR_MINUTES;
  }

  note(asin: string, minute: number): void {
    this.minutes.set(asin, minute);
  }
}

/** Products in the order of the request, one entry for each ASIN; the total is rounded once. */
export function answerProducts(query: ProductQuery, priced: readonly PricedProduct[], overrides: PriceOverrides): Answer {
  const fixed = overrides.productTokensPerAsin;
  const isFixed = fixed !== undefined && query.extras.offers !== null;
  return {
    kind: 'payload',
    members: { products: priced.map(({ product }) => product).filter((product) => product !== null) },
    tokens: Math.round(isFixed ? fixed * priced.length : priced.reduce((sum, { tokens }) => sum + tokens, 0)),
    processingMs: priced.some(({ wasFetched }) => wasFetched) ? OFFERS_MS : CACHED_MS,
  };
}

/** The products that a request names, from the seeded catalogue. */
export function findProducts(query: ProductQuery, place: MarketPlace): { readonly asin: string; readonly facts: ProductFacts | null }[] {
  if (query.asins.length > 0) return query.asins.map((asin) => ({ asin, facts: place.catalogue.find(asin) }));
  const matches = query.codes.flatMap((code) => place.catalogue.findByCode(code).slice(0, query.codeLimit ?? undefined));
  return matches.map((facts) => ({ asin: facts.asin, facts }));
}

/** @returns the product at `minute` (Keepa time of the request) and its price. */
export function priceProduct(
  query: ProductQuery,
  wanted: { readonly asin: string; readonly facts: ProductFacts | null },
  place: MarketPlace,
  fetches: OfferFetches,
  time: { readonly minute: number; readonly openedAtMinute: number },
): PricedProduct {
  const { extras } = query;
  const { facts } = wanted;
  if (facts === null) return unknownProduct(query, wanted.asin);
  const { seed } = place.catalogue;
  const isFresh = extras.offers !== null && fetches.areFresh(wanted.asin, extras.updateHours, time.minute);
  const fetch = extras.offers === null ? null : drawOfferFetch(seed, facts.index, time.minute, extras.offers, facts.rankBase < POPULAR_BELOW_RANK);
  if (fetch?.succeeded === true && !isFresh) fetches.note(wanted.asin, time.minute);
  return {
    product: productAt(query, facts, place, fetch, isFresh, time),
    tokens: tokensOf(query, facts, seed, fetch, isFresh),
    wasFetched: fetch !== null && !isFresh,
  };
}

/** An ASIN that nobody knows: an entry without data, or none at all where Keepa was told not to look. */
export function unknownProduct(query: ProductQuery, asin: string): PricedProduct {
  const product = query.extras.updateHours === -1 ? null : emptyProduct(asin, query.domainId);
  return { product, tokens: unknownProductTokens(query.extras), wasFetched: false };
}

function tokensOf(query: ProductQuery, facts: ProductFacts, seed: number, fetch: OfferFetch | null, isFresh: boolean): number {
  const hasParent = facts.parentAsin !== null;
  if (fetch === null) return peekTokens(query.extras, unit(seed, facts.index, 0x7a7e) < RECENT_RATING_SHARE, hasParent);
  return isFresh ? FRESH_OFFERS_TOKENS : offersTokens(query.extras, fetch, hasParent);
}

function productAt(
  query: ProductQuery,
  facts: ProductFacts,
  place: MarketPlace,
  fetch: OfferFetch | null,
  isFresh: boolean,
  time: { readonly minute: number; readonly openedAtMinute: number },
): Record<string, unknown> {
  const { extras } = query;
  const { seed } = place.catalogue;
  const updated = lastUpdateFor(query, facts, place, time.minute, fetch !== null && !isFresh);
  const since = trackingSince(seed, facts, time.openedAtMinute);
  const series = new PriceSeries(seed, facts, since, updated);
  const product = productObject(seed, facts, query.domainId, series);
  if (query.withHistory) {
    const from = query.historyDays === null ? since : Math.max(since, onGrid(updated - query.historyDays * DAY_MINUTES));
    product['csv'] = csvOf(from === since ? series : new PriceSeries(seed, facts, from, updated));
  }
  const listed = fetch === null ? null : listOffers(seed, facts, updated, pricesOf(series), fetch, place.sellers, extras.stock);
  if (fetch !== null && listed !== null) {
    Object.assign(product, { liveOffersOrder: listed.liveOffersOrder, offers: listed.offers, offersSuccessful: fetch.succeeded });
  }
  if (query.statsDays === null) return product;
  const live = listed?.liveOffersOrder.length ?? 0;
  const counts =
    fetch?.succeeded === true && listed !== null
      ? { retrieved: isFresh ? -2 : live, total: live, fba: listed.fbaCount, fbm: live - listed.fbaCount, lastUpdate: updated }
      : null;
  const box = fetch?.succeeded === true || extras.buybox ? buyBoxOf(series, facts) : null;
  const sellerId = box === null || box.priceMinor < 0 ? null : box.isAmazon ? AMAZON_SELLER_ID : place.sellers.draw(facts.index, 1);
  product['stats'] = statisticsOf(series, query.statsDays, counts, box === null ? null : { ...box, sellerId });
  return product;
}

/** Keepa refreshes what is older than `update` hours (1 unless said) before it answers; `offers` always does, unless they are fresh. */
function lastUpdateFor(query: ProductQuery, facts: ProductFacts, place: MarketPlace, minute: number, isFetch: boolean): number {
  const hours = query.extras.updateHours ?? 1;
  const known = place.feed.lastUpdateOf(facts, minute);
  const isStale = hours >= 0 && minute - known >= hours * HOUR_MINUTES;
  return isFetch || isStale ? onGrid(minute) : known;
}

function pricesOf(series: PriceSeries): { usedMinor: number; newMinor: number } {
  return { usedMinor: series.points(PriceType.USED)?.values.at(-1) ?? -1, newMinor: series.points(PriceType.NEW)?.values.at(-1) ?? -1 };
}
