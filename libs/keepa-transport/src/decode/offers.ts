import type { LiveOffer, OfferSnapshot } from '@smart-ingestor/contracts';
import { countOrNull, elementsOf, type Members, membersOf, textOrNull, timeOrNull } from './read-value';

/**
 * The live offers of a product; the array itself is mostly past ones. `null` where the product came without offers. `onProblem` hears of each
 * live offer that could not be read.
 */
export function decodeOffers(product: Members, onProblem: (message: string) => void): OfferSnapshot | null {
  if (!Array.isArray(product.offers)) return null;
  const statistics = membersOf(product.stats) ?? {};
  const live: LiveOffer[] = [];
  for (const index of elementsOf(product.liveOffersOrder)) {
    const offer = membersOf((product.offers as readonly unknown[])[Number(index)]);
    const decoded = offer === null ? 'is no object' : decodeOffer(offer);
    if (typeof decoded === 'string') onProblem(`live offer ${String(index)} ${decoded}`);
    else live.push(decoded);
  }
  return {
    retrievedCount: countOrNull(statistics.retrievedOfferCount),
    totalCount: countOrNull(statistics.totalOfferCount),
    fbaCount: countOrNull(statistics.offerCountFBA),
    fbmCount: countOrNull(statistics.offerCountFBM),
    live,
  };
}

function decodeOffer(offer: Members): LiveOffer | string {
  const offerId = countOrNull(offer.offerId);
  const sellerId = textOrNull(offer.sellerId);
  const lastSeenMs = timeOrNull(offer.lastSeen);
  if (offerId === null || sellerId === null || lastSeenMs === null) return 'lacks offerId, sellerId or lastSeen';
  const prices = elementsOf(offer.offerCSV);
  // Triples [time, price, shipping], newest last; an incomplete one at the end is left out.
  const newest = Math.floor(prices.length / 3) * 3 - 3;
  return {
    offerId,
    sellerId,
    condition: countOrNull(offer.condition) ?? 0,
    priceMinor: countOrNull(prices[newest + 1]),
    shippingMinor: countOrNull(prices[newest + 2]),
    isFba: offer.isFBA === true,
    isPrime: offer.isPrime === true,
    isAmazon: offer.isAmazon === true,
    isWarehouseDeal: offer.isWarehouseDeal === true,
    isScam: offer.isScam === true,
    lastSeenMs,
    stock: newestStock(elementsOf(offer.stockCSV)),
  };
}

/** Pairs [time, stock], newest last. */
function newestStock(pairs: readonly unknown[]): number | null {
  return countOrNull(pairs[Math.floor(pairs.length / 2) * 2 - 1]);
}
