import { PriceType } from '@smart-ingestor/keepa-wire';
import { ROOT_CATEGORIES } from './categories';
import { PriceSeries } from './price-series';
import type { ProductFacts } from './product-facts';
import { imageNameOf } from './product-identity';
import { type Points, weightedAverage } from './timeline';

/** Deals still carry 34 price types where products carry 36. */
const DEAL_ROWS = 34;
const DAY_MINUTES = 1_440;
/** Averages of a deal: "day" is really the last 48 hours. */
export const DATE_RANGE_DAYS = [2, 7, 30, 90] as const;
const NO_HISTORY = -2;

/** Average less current: positive = cheaper than the average. 0 where either is missing. */
export function deltaOf(avg: number, current: number): number {
  return avg < 0 || current < 0 ? 0 : avg - current;
}

/** In percent of the average, rounded half up, at most 99 and at least −1000. */
export function deltaPercentOf(avg: number, current: number): number {
  if (avg <= 0 || current < 0) return 0;
  return Math.max(-1_000, Math.min(99, Math.floor((100 * (avg - current)) / avg + 0.5)));
}

/** Series that reach far enough back for every average of a deal. */
export function dealSeries(seed: number, facts: ProductFacts, minute: number): PriceSeries {
  return new PriceSeries(seed, facts, minute - 92 * DAY_MINUTES, minute);
}

/** Falls in the sales rank; each is taken for a sale. */
export function countRankDrops(points: Points | null, fromMinute: number): number {
  let drops = 0;
  if (points === null) return -1;
  for (let i = 1; i < points.values.length; i += 1)
    if (points.minutes[i]! >= fromMinute && points.values[i]! < 0.9 * points.values[i - 1]!) drops += 1;
  return drops;
}

/** One row of `deals.dr` as it was at its last update. Nulls are left out, as Keepa does since September 2025. */
export function dealObject(seed: number, facts: ProductFacts, lastUpdate: number): Record<string, unknown> {
  const series = dealSeries(seed, facts, lastUpdate);
  const rows = Array.from({ length: DEAL_ROWS }, (_, type) => series.points(type));
  const current = rows.map((points) => points?.values.at(-1) ?? -1);
  const avg = DATE_RANGE_DAYS.map((days) => rows.map((points) => averageOf(points, lastUpdate, days)));
  const drops = countRankDrops(rows[PriceType.SALES_RANK]!, lastUpdate - 90 * DAY_MINUTES);
  const monthDrops = countRankDrops(rows[PriceType.SALES_RANK]!, lastUpdate - 30 * DAY_MINUTES);
  return {
    asin: facts.asin,
    avg,
    backInStock: rows.map((points) => points !== null && points.values.at(-1)! >= 0 && points.values.at(-2) === -1),
    categories: facts.categories,
    creationDate: rows[PriceType.USED]?.minutes.at(-1) ?? lastUpdate,
    current,
    currentSince: rows.map((points) => points?.minutes.at(-1) ?? -1),
    dateIntervalIndex: 0,
    delta: avg.map((row) => row.map((value, type) => (type === PriceType.WAREHOUSE ? -1 : deltaOf(value, current[type]!)))),
    deltaLast: rows.map((points, type) => (type === PriceType.WAREHOUSE ? -1 : lastChange(points))),
    deltaPercent: avg.map((row) => row.map((value, type) => (type === PriceType.WAREHOUSE ? -1 : deltaPercentOf(value, current[type]!)))),
    image: [...imageNameOf(seed, facts)].map((letter) => letter.charCodeAt(0)),
    lastUpdate,
    lightningEnd: 0,
    lightningStart: 0,
    parentAsin: facts.parentAsin ?? undefined,
    rootCat: ROOT_CATEGORIES[facts.root]!.id,
    // Half a year and a year are told from the 90 days, so that a row costs 92 days of history and not 365.
    salesRankDrops180: 2 * drops,
    salesRankDrops30: monthDrops,
    salesRankDrops365: 4 * drops,
    salesRankDrops90: drops,
    title: facts.title,
    warehouseCondition: 0,
  };
}

export function averageOf(points: Points | null, minute: number, days: number): number {
  return points === null ? NO_HISTORY : weightedAverage(points, minute - days * DAY_MINUTES, minute);
}

/** Previous value less the current one. */
function lastChange(points: Points | null): number {
  const current = points?.values.at(-1) ?? -1;
  const previous = points?.values.at(-2) ?? -1;
  return current < 0 || previous < 0 ? 0 : previous - current;
}
