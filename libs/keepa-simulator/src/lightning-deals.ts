import { PriceType } from '@smart-ingestor/keepa-wire';
import type { Catalogue } from './catalogue';
import { priceAt } from './price-series';
import type { ProductFacts } from './product-facts';
import { imageNameOf } from './product-identity';
import { hash, unit } from './seeded-random';

/** Keepa renews its lightning deals every 10 minutes. */
const RENEWED_MINUTES = 10;
/** At most one deal of a product starts in each of these. */
const SLOT_MINUTES = 720;
const DEAL_SHARE = 0.01;
const LENGTH_MINUTES = { min: 120, span: 360 };

/** Lightning deals that Keepa lists at `minute`: those that start within the next half day, run, or have ended within the last. */
export function lightningDealsAt(catalogue: Catalogue, minute: number): Record<string, unknown>[] {
  const now = minute - (minute % RENEWED_MINUTES);
  const slot = Math.floor(now / SLOT_MINUTES);
  return Array.from({ length: catalogue.size }, (_, index) => index).flatMap((index) =>
    [slot - 1, slot, slot + 1]
      .filter((at) => unit(catalogue.seed, index, 0x119e, at) < DEAL_SHARE)
      .map((at) => dealAt(catalogue, catalogue.product(index), at, now))
      .filter((deal) => deal !== null),
  );
}

/** `null`: nobody sells it new just now. */
function dealAt({ seed, domainId }: Catalogue, facts: ProductFacts, slot: number, now: number): Record<string, unknown> | null {
  const currentPrice = priceAt(seed, facts, PriceType.NEW, now);
  if (currentPrice < 0) return null;
  const draw = (salt: number): number => unit(seed, facts.index, salt, slot);
  const startTime = slot * SLOT_MINUTES + 2 * Math.floor((draw(0x119f) * SLOT_MINUTES) / 2);
  const endTime = startTime + LENGTH_MINUTES.min + 2 * Math.floor((draw(0x11a0) * LENGTH_MINUTES.span) / 2);
  const percentOff = 15 + Math.floor(30 * draw(0x11a1));
  const elapsed = Math.min(1, Math.max(0, (now - startTime) / (endTime - startTime)));
  const percentClaimed = Math.min(100, Math.floor(160 * elapsed * draw(0x11a2)));
  const isUpcoming = now < startTime;
  return {
    asin: facts.asin,
    currentPrice,
    dealId: hash(seed, facts.index, 0x11a3, slot).toString(16),
    // Amazon says the price when the deal begins.
    dealPrice: isUpcoming ? -1 : Math.round((currentPrice * (100 - percentOff)) / 100),
    dealState: isUpcoming ? 'UPCOMING' : now >= endTime ? 'EXPIRED' : percentClaimed === 100 ? 'SOLDOUT' : 'AVAILABLE',
    domainId,
    endTime,
    image: imageNameOf(seed, facts),
    isFulfilledByAmazon: true,
    isMAP: false,
    isPrimeEligible: true,
    lastUpdate: now,
    percentClaimed,
    percentOff: isUpcoming ? -1 : percentOff,
    rating: Math.max(0, priceAt(seed, facts, PriceType.RATING, now)),
    startTime,
    title: facts.title,
    totalReviews: Math.max(0, priceAt(seed, facts, PriceType.COUNT_REVIEWS, now)),
  };
}
