import { PriceType } from '@smart-ingestor/keepa-wire';
import { countRankDrops } from './deal-object';
import { CSV_ROWS, type PriceSeries } from './price-series';
import { outOfStockPercent, type Points, weightedAverage } from './timeline';

const DAY_MINUTES = 1_440;
const NOT_DETERMINED = -2;

/** Offers of one product, as far as statistics speak of them. */
export interface OfferCounts {
  readonly retrieved: number;
  readonly total: number;
  readonly fba: number;
  readonly fbm: number;
  readonly lastUpdate: number;
}

/** Buy box members: only with `offers` or `buybox`. */
export interface BuyBoxFacts {
  readonly priceMinor: number;
  readonly shippingMinor: number;
  readonly sellerId: string | null;
  readonly isFba: boolean;
  readonly isAmazon: boolean;
}

type Extreme = [minute: number, value: number] | null;

/** Lowest and highest value that held at or after `fromMinute`, each with the time at which it was reached first. */
function extremesSince(points: Points | null, fromMinute: number): { readonly min: Extreme; readonly max: Extreme } {
  if (points === null) return { min: null, max: null };
  const { minutes, values } = points;
  let lowest = -1;
  let highest = -1;
  // Backwards, so that a look at the last 90 days does not pass through years; the first point that reached a value wins a tie.
  for (let i = values.length - 1; i >= 0; i -= 1) {
    if (i + 1 < minutes.length && minutes[i + 1]! <= fromMinute) break;
    const value = values[i]!;
    if (value < 0) continue;
    if (lowest < 0 || value <= values[lowest]!) lowest = i;
    if (highest < 0 || value >= values[highest]!) highest = i;
  }
  const at = (i: number): Extreme => (i < 0 ? null : [minutes[i]!, values[i]!]);
  return { min: at(lowest), max: at(highest) };
}

/**
 * `stats` of a product at `toMinute`, the end of its series. Averages are weighted by time and leave out-of-stock time out; arrays are by
 * csv index. `days` is the interval that was asked for.
 */
export function statisticsOf(series: PriceSeries, days: number, offers: OfferCounts | null, buyBox: BuyBoxFacts | null): Record<string, unknown> {
  const now = series.toMinute;
  const rows = Array.from({ length: CSV_ROWS }, (_, type) => series.points(type));
  const ago = (daysBack: number): number => now - daysBack * DAY_MINUTES;
  const averages = (daysBack: number): number[] => rows.map((points) => (points === null ? -1 : weightedAverage(points, ago(daysBack), now)));
  const outOf = (daysBack: number): number[] =>
    rows.map((points, type) => (points === null || !isPrice(type) ? -1 : outOfStockPercent(points, ago(daysBack), now)));
  const current = rows.map((points) => points?.values.at(-1) ?? -1);
  const ever = rows.map((points) => extremesSince(points, -Infinity));
  const in90 = rows.map((points) => extremesSince(points, ago(90)));
  const inInterval = days === 90 ? in90 : rows.map((points) => extremesSince(points, ago(days)));
  const isLowest = ({ min }: { readonly min: Extreme }, type: number): boolean => min !== null && min[1] === current[type];
  const rank = rows[PriceType.SALES_RANK]!;
  return {
    atIntervalStart: rows.map((points) => valueAtMinute(points, ago(days))),
    avg: averages(days),
    avg30: averages(30),
    avg90: averages(90),
    avg180: averages(180),
    avg365: averages(365),
    current,
    deltaPercent90_monthlySold: null,
    isLowest: ever.map(isLowest),
    isLowest90: in90.map(isLowest),
    lightningDealInfo: null,
    max: ever.map(({ max }) => max),
    maxInInterval: inInterval.map(({ max }) => max),
    min: ever.map(({ min }) => min),
    minInInterval: inInterval.map(({ min }) => min),
    outOfStockPercentage30: outOf(30),
    outOfStockPercentage90: outOf(90),
    outOfStockPercentage180: outOf(180),
    outOfStockPercentage365: outOf(365),
    outOfStockPercentageInInterval: outOf(days),
    salesRankDrops30: countRankDrops(rank, ago(30)),
    salesRankDrops90: countRankDrops(rank, ago(90)),
    salesRankDrops180: countRankDrops(rank, ago(180)),
    salesRankDrops365: countRankDrops(rank, ago(365)),
    tradeInPrice: NOT_DETERMINED,
    ...offerMembers(offers, Math.max(0, current[PriceType.COUNT_NEW]!) + Math.max(0, current[PriceType.COUNT_USED]!)),
    ...buyBoxMembers(buyBox),
  };
}

function isPrice(type: number): boolean {
  return type !== PriceType.SALES_RANK && !(type >= PriceType.COUNT_NEW && type <= PriceType.COUNT_REVIEWS) && type < PriceType.COUNT_NEW_FBA;
}

function valueAtMinute(points: Points | null, minute: number): number {
  if (points === null) return -1;
  for (let i = points.minutes.length - 1; i >= 0; i -= 1) if (points.minutes[i]! <= minute) return points.values[i]!;
  return -1;
}

/** −2 = nothing was retrieved in this request. */
function offerMembers(offers: OfferCounts | null, knownOffers: number): Record<string, unknown> {
  return {
    lastOffersUpdate: offers?.lastUpdate ?? 0,
    offerCountFBA: offers?.fba ?? NOT_DETERMINED,
    offerCountFBM: offers?.fbm ?? NOT_DETERMINED,
    retrievedOfferCount: offers?.retrieved ?? NOT_DETERMINED,
    sellerIdsLowestFBA: null,
    sellerIdsLowestFBM: null,
    totalOfferCount: offers?.total ?? knownOffers,
  };
}

function buyBoxMembers(buyBox: BuyBoxFacts | null): Record<string, unknown> {
  return {
    buyBoxAvailabilityMessage: null,
    buyBoxCondition: null,
    buyBoxIsAmazon: buyBox?.isAmazon ?? null,
    buyBoxIsFBA: buyBox?.isFba ?? null,
    buyBoxIsMAP: buyBox === null ? null : false,
    buyBoxIsShippable: buyBox === null ? null : true,
    buyBoxIsUnqualified: buyBox === null ? null : buyBox.priceMinor < 0,
    buyBoxIsUsed: buyBox === null ? null : false,
    buyBoxPrice: buyBox?.priceMinor ?? NOT_DETERMINED,
    buyBoxSellerId: buyBox?.sellerId ?? null,
    buyBoxShipping: buyBox?.shippingMinor ?? NOT_DETERMINED,
    lastBuyBoxUpdate: null,
  };
}
