import type { OfferFetch } from './price-list';
import type { ProductFacts } from './product-facts';
import { hash, unit } from './seeded-random';
import type { SellerPool } from './sellers';

const DAY_MINUTES = 1_440;
const MEDIA_SHIPPING_MINOR = 399;
/** Past offers that Keepa still lists: real arrays are mostly these. */
const PAST_OFFERS_MAX = 24;

export interface OfferPrices {
  /** Landed price of the cheapest used copy; −1 = none. */
  readonly usedMinor: number;
  readonly newMinor: number;
}

/** What an `offers` request adds to a product. */
export interface OfferList {
  readonly offers: readonly Record<string, unknown>[];
  /** Indexes of the live ones. */
  readonly liveOffersOrder: readonly number[];
  readonly fbaCount: number;
}

/**
 * Live offers first, cheapest first, then past ones. The cheapest live used offer costs what USED says, shipping included. After a failed
 * fetch only past offers are listed.
 */
export function listOffers(
  seed: number,
  facts: ProductFacts,
  minute: number,
  prices: OfferPrices,
  fetch: OfferFetch,
  sellers: SellerPool,
  withStock: boolean,
): OfferList {
  const live = fetch.succeeded && (prices.usedMinor > 0 || prices.newMinor > 0) ? fetch.liveOffers : 0;
  const past = hash(seed, facts.index, 0x0ffe) % PAST_OFFERS_MAX;
  const offers = Array.from({ length: live + past }, (_, place) => {
    const isLive = place < live;
    const seen = isLive ? minute : minute - 2 * DAY_MINUTES - 2 * (hash(seed, facts.index, place, 0x0fff) % 300_000);
    return offerAt(seed, facts, place, seen, prices, sellers.draw(facts.index, place), withStock && isLive);
  });
  return {
    offers,
    liveOffersOrder: offers.slice(0, live).map((_, place) => place),
    fbaCount: offers.slice(0, live).filter((offer) => offer['isFBA'] === true).length,
  };
}

function offerAt(
  seed: number,
  facts: ProductFacts,
  place: number,
  seen: number,
  prices: OfferPrices,
  sellerId: string,
  withStock: boolean,
): Record<string, unknown> {
  const draw = (salt: number): number => unit(seed, facts.index, place, salt);
  const isNew = prices.usedMinor < 0 || (place > 0 && draw(1) < 0.2 && prices.newMinor > 0);
  const isFba = place > 0 && draw(2) < 0.3;
  const landedMinor = Math.round((isNew ? prices.newMinor : prices.usedMinor) * (1 + 0.05 * place * (0.5 + draw(3))));
  const shippingMinor = isFba ? 0 : Math.min(MEDIA_SHIPPING_MINOR, Math.floor(landedMinor / 2));
  const itemMinor = landedMinor - shippingMinor;
  const listed = seen - 2 * Math.floor(DAY_MINUTES * (1 + 40 * draw(4)));
  return {
    condition: isNew ? 1 : place === 0 ? 4 : 2 + (hash(seed, facts.index, place, 5) % 4),
    conditionComment: null,
    coupon: null,
    couponHistory: null,
    isAddonItem: false,
    isAmazon: false,
    isFBA: isFba,
    isMAP: false,
    isPreorder: false,
    isPrime: isFba,
    isPrimeExcl: false,
    isScam: draw(6) < 0.004,
    isShippable: true,
    isWarehouseDeal: false,
    lastSeen: seen,
    lastStockUpdate: withStock ? seen : 0,
    minOrderQty: 1,
    offerCSV: [listed, Math.round(itemMinor * 1.1) + 1, shippingMinor, seen - 2 * Math.floor((seen - listed) / 4), itemMinor, shippingMinor],
    offerId: 1 + place,
    sellerId,
    shipsFromChina: false,
    stockCSV: withStock ? [listed, 1 + (hash(seed, facts.index, place, 7) % 9)] : null,
  };
}
