import type { PriceObservation } from '@smart-ingestor/contracts';
import { keepaMinutesToMs, PriceType, TRIPLE_PRICE_TYPES } from '@smart-ingestor/keepa-wire';
import { elementsOf } from './read-value';

/** Rows of csv that are neither price nor rank nor offer count. */
const OTHER_SERIES: ReadonlySet<number> = new Set([PriceType.EXTRA_INFO_UPDATES, PriceType.RATING, PriceType.COUNT_REVIEWS]);

/** Every change of every price, rank and offer-count series, oldest first. A row is `[time, value, …]`, or `[time, price, shipping, …]`. */
export function decodeHistory(csv: unknown): readonly PriceObservation[] {
  const observations: PriceObservation[] = [];
  for (const [priceType, row] of elementsOf(csv).entries()) {
    if (Array.isArray(row) && !OTHER_SERIES.has(priceType)) appendSeries(observations, priceType, row);
  }
  return observations.sort((a, b) => a.atMs - b.atMs || a.priceType - b.priceType);
}

function appendSeries(into: PriceObservation[], priceType: number, row: readonly unknown[]): void {
  const stride = TRIPLE_PRICE_TYPES.has(priceType) ? 3 : 2;
  for (let at = 0; at + stride <= row.length; at += stride) {
    const minutes = row[at];
    const value = row[at + 1];
    // Some listings are older than 2011, Keepa's minute 0: times may be negative.
    if (!isInt32(minutes) || !isInt32(value)) continue;
    into.push({ priceType, atMs: keepaMinutesToMs(minutes), value: valueOf(value, stride === 3 ? row[at + 2] : 0) });
  }
}

/** With shipping, as Keepa's own statistics add it; −1 there is "not shippable or unspecified" and adds nothing. */
function valueOf(value: number, shipping: unknown): number | null {
  if (value < 0) return null;
  return isInt32(shipping) && shipping > 0 ? value + shipping : value;
}

function isInt32(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(value as number) <= 2_147_483_648;
}
