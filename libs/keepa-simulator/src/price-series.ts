import { PriceType, TRIPLE_PRICE_TYPES } from '@smart-ingestor/keepa-wire';
import type { ProductFacts } from './product-facts';
import { unit } from './seeded-random';
import { type Market, marketOf } from './market';
import { mapPoints, type Points, pointsBetween, type Timeline, valueAt } from './timeline';

/** Rows of `csv` and of every array of prices in products since 2026; deals still carry 34. */
export const CSV_ROWS = 36;

/** How a price type is seen: a quantity of the market, a formula, and the part of the price that is shipping. */
interface View {
  readonly timeline: keyof Market;
  readonly formula?: (value: number, facts: ProductFacts) => number;
  readonly shippingMinor?: number;
  readonly exists?: (facts: ProductFacts) => boolean;
}

/** Amazon's flat shipping credit for media. */
const MEDIA_SHIPPING_MINOR = 399;
const scaled = (factor: number) => (value: number) => Math.round(value * factor);
const hasCondition = (salt: number, share: number) => (facts: ProductFacts) => unit(facts.usedBaseMinor, facts.index, salt) < share;

/** The price types that have data; all others are `null` rows. Used copies of "good" condition are the cheapest, so USED is their price. */
const VIEWS: Readonly<Record<number, View>> = {
  [PriceType.AMAZON]: { timeline: 'amazon' },
  [PriceType.NEW]: { timeline: 'fresh' },
  [PriceType.USED]: { timeline: 'used' },
  [PriceType.SALES_RANK]: { timeline: 'rank' },
  [PriceType.NEW_FBM_SHIPPING]: { timeline: 'fresh', shippingMinor: MEDIA_SHIPPING_MINOR },
  [PriceType.NEW_FBA]: { timeline: 'fresh', formula: scaled(1.12) },
  [PriceType.COUNT_NEW]: { timeline: 'newOffers' },
  [PriceType.COUNT_USED]: { timeline: 'usedOffers' },
  [PriceType.RATING]: { timeline: 'rating' },
  [PriceType.COUNT_REVIEWS]: { timeline: 'reviews' },
  [PriceType.BUY_BOX_SHIPPING]: { timeline: 'fresh', formula: scaled(1.12), shippingMinor: 0 },
  [PriceType.USED_NEW_SHIPPING]: { timeline: 'used', formula: scaled(1.31), shippingMinor: 0, exists: hasCondition(19, 0.4) },
  [PriceType.USED_VERY_GOOD_SHIPPING]: { timeline: 'used', formula: scaled(1.14), shippingMinor: 0, exists: hasCondition(20, 0.7) },
  [PriceType.USED_GOOD_SHIPPING]: { timeline: 'used', shippingMinor: MEDIA_SHIPPING_MINOR },
  [PriceType.USED_ACCEPTABLE_SHIPPING]: {
    timeline: 'used',
    formula: scaled(1.03),
    shippingMinor: MEDIA_SHIPPING_MINOR,
    exists: hasCondition(22, 0.5),
  },
  [PriceType.BUY_BOX_USED_SHIPPING]: { timeline: 'used', formula: scaled(1.05), shippingMinor: MEDIA_SHIPPING_MINOR },
  [PriceType.COUNT_NEW_FBA]: { timeline: 'newOffers', formula: (value) => Math.ceil(value / 3) },
  [PriceType.COUNT_NEW_FBM]: { timeline: 'newOffers', formula: (value) => Math.ceil((2 * value) / 3) },
};

/** The list price never moves: one point at the beginning. */
export function listPriceMinor(facts: ProductFacts): number {
  return Math.round(facts.newBaseMinor / 100) * 100 + 99;
}

/** One product at work: its series are computed once, whatever statistics are then read from them. */
export class PriceSeries {
  private readonly market: Market;
  private readonly quantities = new Map<keyof Market, Points>();
  private readonly views = new Map<number, Points>();

  /** Series run from `fromMinute` to `toMinute` (Keepa minutes). */
  constructor(
    private readonly seed: number,
    private readonly facts: ProductFacts,
    readonly fromMinute: number,
    readonly toMinute: number,
  ) {
    this.market = marketOf(seed, facts);
  }

  /** What the price was, for triples price and shipping together; `null` for a type without data. */
  points(priceType: number): Points | null {
    if (priceType === PriceType.LIST_PRICE) return { minutes: [this.fromMinute], values: [listPriceMinor(this.facts)] };
    const view = VIEWS[priceType];
    if (view === undefined || view.exists?.(this.facts) === false) return null;
    const { formula, timeline } = view;
    if (formula === undefined) return this.quantity(timeline);
    let points = this.views.get(priceType);
    if (points === undefined) this.views.set(priceType, (points = mapPoints(this.quantity(timeline), (value) => formula(value, this.facts))));
    return points;
  }

  /** A row of `csv`: pairs, or triples of price and shipping that add up to what `points` says. */
  csvRow(priceType: number): number[] | null {
    const points = this.points(priceType);
    if (points === null) return null;
    const row: number[] = [];
    const isTriple = TRIPLE_PRICE_TYPES.has(priceType);
    points.minutes.forEach((minute, i) => {
      const value = points.values[i]!;
      if (!isTriple) row.push(minute, value);
      else if (value < 0) row.push(minute, -1, -1);
      else row.push(minute, value - shippingWithin(priceType, value), shippingWithin(priceType, value));
    });
    return row;
  }

  private quantity(name: keyof Market): Points {
    let points = this.quantities.get(name);
    if (points === undefined) {
      points = pointsBetween(this.seed, this.facts.index, this.market[name], this.fromMinute, this.toMinute);
      this.quantities.set(name, points);
    }
    return points;
  }
}

/** The part of a landed price that is shipping; a cheap copy is not shipped for more than it costs. */
export function shippingWithin(priceType: number, landedMinor: number): number {
  return Math.min(VIEWS[priceType]?.shippingMinor ?? 0, Math.floor(landedMinor / 2));
}

/** Market quantity behind a price type and its value at one minute, without building a history. −1 = none. */
export function priceAt(seed: number, facts: ProductFacts, priceType: number, minute: number): number {
  const view = VIEWS[priceType];
  if (view === undefined || view.exists?.(facts) === false) return priceType === PriceType.LIST_PRICE ? listPriceMinor(facts) : -1;
  const timeline: Timeline = marketOf(seed, facts)[view.timeline];
  const value = valueAt(seed, facts.index, timeline, minute);
  return value < 0 || view.formula === undefined ? value : view.formula(value, facts);
}
