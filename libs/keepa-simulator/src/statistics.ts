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

/** Lowest or highest value since `fromMinute` and when it was reached first. */
function extreme(points: Points | null, fromMinute: number, better: (a: number, b: number) => boolean): Extreme {
  let best: Extreme = null;
  if (points === null) return null;
  for (let i = 0; i < points.values.length; i += 1) {
    const value = points.values[i]!;
    const isOver = i + 1 < points.minutes.length && points.minutes[i + 1]! <= fromMinute;
    if (value >= 0 && !isOver && (best === null || better(value, best[1]))) best = [points.minutes[i]!, value];
  }
  return best;
}

const isLower = (a: number, b: number): boolean => a < b;
const isHigher = (a: number, b: number): boolean => a > b;

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
  const min = rows.map((points) => extreme(points, -Infinity, isLower));
  const minIn90 = rows.map((points) => extreme(points, ago(90), isLower));
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
    isLowest: min.map((entry, type) => entry !== null && entry[1] === current[type]),
    isLowest90: minIn90.map((entry, type) => entry !== null && entry[1] === current[type]),
    lightningDealInfo: null,
    max: rows.map((points) => extreme(points, -Infinity, isHigher)),
    maxInInterval: rows.map((points) => extreme(points, ago(days), isHigher)),
    min,
    minInInterval: rows.map((points) => extreme(points, ago(days), isLower)),
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
  let value = -1;
  if (points === null) return value;
  for (let i = 0; i < points.minutes.length && points.minutes[i]! <= minute; i += 1) value = points.values[i]!;
  return value;
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
