import { hash, unit } from './seeded-random';

/** What an ASIN of `/product` was asked for with; each member is a surcharge of Keepa's price list. */
export interface ProductExtras {
  /** `null` = none asked for. */
  readonly offers: number | null;
  readonly rating: boolean;
  readonly stock: boolean;
  readonly buybox: boolean;
  readonly historicalVariations: boolean;
  /** `null` = not said, which means 1 hour. */
  readonly updateHours: number | null;
}

/** How the fetch of one ASIN's live offers went. */
export interface OfferFetch {
  readonly succeeded: boolean;
  readonly pages: number;
  readonly liveOffers: number;
  /** Keepa had looked at the stock within the last 7 days, so that `stock=1` is charged. */
  readonly stockIsRecent: boolean;
}

/** Fixed actual prices, for tests that need to know what a request will cost. */
export interface PriceOverrides {
  /** Actual price of each ASIN of a `/product` request with `offers`. May be a fraction (7.7): the total of a request is rounded. */
  readonly productTokensPerAsin?: number;
}

export const DEAL_PAGE_TOKENS = 5;
export const SELLER_TOKENS = 1;
export const STOREFRONT_TOKENS = 9;
export const BEST_SELLERS_TOKENS = 50;
/** Up to 10 categories, or a search of up to 50. */
export const CATEGORY_TOKENS = 1;
export const SEARCH_PAGE_TOKENS = 10;
/** What `rating=1` may add to a search, whatever it finds. */
export const SEARCH_RATING_TOKENS = 5;
export const LIGHTNING_DEAL_TOKENS = 1;
export const LIGHTNING_LIST_TOKENS = 500;
const FINDER_PAGE_TOKENS = 10;
const ASINS_PER_FINDER_TOKEN = 100;
const PRODUCT_TOKENS = 1;
const OFFERS_PAGE_TOKENS = 6;
/** `offers` together with `update=h` while the offers are younger than h hours: no fetch, 5 flat. */
export const FRESH_OFFERS_TOKENS = 5;
const FAILED_OFFERS_TOKENS = 1;
export const UPDATE_NOW_TOKENS = 1;
const STOCK_TOKENS = 2;
const RATING_TOKENS = 1;
const BUYBOX_TOKENS = 2;
const VARIATIONS_TOKENS = 1;

/** Measured over about 400 offers requests: retrieval failed in 2 to 4 of 100. */
const FETCH_FAILS_SHARE = 0.03;
/** 42 of 289 requests with `stock=1` were charged for it. */
const RECENT_STOCK_SHARE = 0.15;
const OFFERS_PER_PAGE = 10;
/** A single-page share of 0.93 and one of 0.06 for two pages; popular items are heavier. */
const ONE_PAGE_SHARE = { ordinary: 0.93, popular: 0.75 };
const TWO_PAGES_SHARE = { ordinary: 0.06, popular: 0.21 };

/** Draws the outcome of one fetch; never more pages than were asked for. The same ASIN in the same minute gives the same outcome. */
export function drawOfferFetch(seed: number, product: number, minute: number, offers: number, isPopular: boolean): OfferFetch {
  const kind = isPopular ? 'popular' : 'ordinary';
  const draw = unit(seed, product, minute, 0x0ff1);
  const size = hash(seed, product, minute, 0x0ff2);
  const succeeded = unit(seed, product, minute, 0x0ff3) >= FETCH_FAILS_SHARE;
  const pagesFound = draw < ONE_PAGE_SHARE[kind] ? 1 : draw < ONE_PAGE_SHARE[kind] + TWO_PAGES_SHARE[kind] ? 2 : 3 + (size % 4);
  const pages = Math.min(pagesFound, Math.ceil(offers / OFFERS_PER_PAGE));
  const liveOffers = Math.min(offers, (pages - 1) * OFFERS_PER_PAGE + 1 + ((size >>> 4) % OFFERS_PER_PAGE));
  return { succeeded, pages, liveOffers, stockIsRecent: unit(seed, product, minute, 0x0ff4) < RECENT_STOCK_SHARE };
}

/** Without live offers: 1 an ASIN and its surcharges. `ratingIsRecent`: rating and reviews were updated within 14 days. */
export function peekTokens(extras: ProductExtras, ratingIsRecent: boolean, hasParent: boolean): number {
  return (
    PRODUCT_TOKENS +
    (extras.updateHours === 0 ? UPDATE_NOW_TOKENS : 0) +
    (extras.rating && ratingIsRecent ? RATING_TOKENS : 0) +
    (extras.buybox ? BUYBOX_TOKENS : 0) +
    (extras.historicalVariations && hasParent ? VARIATIONS_TOKENS : 0)
  );
}

/** With live offers: 6 a found page instead of the base price; a failed fetch costs 1, and rating is charged only then. */
export function offersTokens(extras: ProductExtras, fetch: OfferFetch, hasParent: boolean): number {
  return (
    (fetch.succeeded ? OFFERS_PAGE_TOKENS * fetch.pages : FAILED_OFFERS_TOKENS + (extras.rating ? RATING_TOKENS : 0)) +
    (extras.updateHours === 0 ? UPDATE_NOW_TOKENS : 0) +
    (extras.stock && fetch.stockIsRecent ? STOCK_TOKENS : 0) +
    (extras.historicalVariations && hasParent ? VARIATIONS_TOKENS : 0)
  );
}

/** An ASIN that Keepa does not know: the base price, or nothing where it was told not to look (`update=-1`). */
export function unknownProductTokens(extras: ProductExtras): number {
  return extras.updateHours === -1 ? 0 : PRODUCT_TOKENS;
}

/** A page of the product finder: 10, and 1 for each 100 ASINs that it really holds. */
export function finderTokens(asins: number): number {
  return FINDER_PAGE_TOKENS + Math.ceil(asins / ASINS_PER_FINDER_TOKEN);
}
