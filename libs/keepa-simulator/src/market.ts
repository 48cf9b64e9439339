import type { ProductFacts } from './product-facts';
import { bell, hash, unit } from './seeded-random';
import type { Timeline } from './timeline';

/** Local names: see seeded-random. */
const { exp, floor, max, round } = Math;

const DAY_MINUTES = 1_440;

/** Where used prices fall for a while: each cycle holds one dip of its own place, length and depth. These are the deals. */
const DIP = { cycleDaysMin: 26, cycleDaysSpan: 30, shareMin: 0.12, shareSpan: 0.34, depthMin: 0.12, depthSpan: 0.6 };

/** The factor at a minute. Neighbouring minutes share a cycle, so the last one is kept: a history asks thousands of times. */
function dipsOf(seed: number, product: number): (minute: number) => number {
  const cycleMinutes = round((DIP.cycleDaysMin + DIP.cycleDaysSpan * unit(seed, product, 0xd1)) * DAY_MINUTES);
  let known = { cycle: NaN, start: 0, end: 0, factor: 1 };
  return (minute) => {
    const cycle = floor(minute / cycleMinutes);
    if (cycle !== known.cycle) {
      const length = (DIP.shareMin + DIP.shareSpan * unit(seed, product, 0xd2, cycle)) * cycleMinutes;
      const start = cycle * cycleMinutes + unit(seed, product, 0xd3, cycle) * (cycleMinutes - length);
      known = { cycle, start, end: start + length, factor: 1 - DIP.depthMin - DIP.depthSpan * unit(seed, product, 0xd4, cycle) };
    }
    return minute >= known.start && minute < known.end ? known.factor : 1;
  };
}

/** A price around its base; about half of the cells leave it as it was. */
function wobble(seed: number, product: number, salt: number, cell: number, strength: number): number {
  const changed = hash(seed, product, salt, cell) % 2 === 0 ? cell : cell - 1;
  return 1 + strength * bell(seed, product, salt + 1, changed);
}

/** Every quantity of a product that moves by itself; the price types are views of these. */
export interface Market {
  readonly used: Timeline;
  readonly fresh: Timeline;
  readonly amazon: Timeline;
  readonly rank: Timeline;
  readonly usedOffers: Timeline;
  readonly newOffers: Timeline;
  readonly rating: Timeline;
  readonly reviews: Timeline;
}

export function marketOf(seed: number, facts: ProductFacts): Market {
  const { index } = facts;
  const dipFactor = dipsOf(seed, index);
  const days = (min: number, span: number, salt: number): number => 2 * round(((min + span * unit(seed, index, salt, 0xce11)) * DAY_MINUTES) / 2);
  const count = (base: number, salt: number) => (cell: number) => max(1, round(base * wobble(seed, index, salt, cell, 0.25)));
  return {
    used: {
      salt: 0x10,
      cellMinutes: days(0.7, 2.3, 1),
      valueIn: (cell, minute) => {
        if (unit(seed, index, 0x11, cell) < 0.02) return -1;
        return max(50, round(facts.usedBaseMinor * dipFactor(minute) * wobble(seed, index, 0x12, cell, 0.04)));
      },
    },
    fresh: {
      salt: 0x20,
      cellMinutes: days(1, 4, 2),
      valueIn: (cell) => (unit(seed, index, 0x21, cell) < 0.05 ? -1 : round(facts.newBaseMinor * wobble(seed, index, 0x22, cell, 0.07))),
    },
    amazon: {
      salt: 0x30,
      cellMinutes: days(3, 9, 3),
      valueIn: (cell) =>
        !facts.isSoldByAmazon || unit(seed, index, 0x31, cell) < 0.15 ? -1 : round(1.06 * facts.newBaseMinor * wobble(seed, index, 0x32, cell, 0.05)),
    },
    rank: {
      salt: 0x40,
      cellMinutes: days(0.3, 0.7, 4),
      valueIn: (cell) => max(1, round(facts.rankBase * exp(0.45 * bell(seed, index, 0x41, cell)))),
    },
    usedOffers: { salt: 0x50, cellMinutes: days(2, 4, 5), valueIn: count(facts.usedOffers, 0x51) },
    newOffers: { salt: 0x60, cellMinutes: days(2, 4, 6), valueIn: count(facts.newOffers, 0x61) },
    rating: { salt: 0x70, cellMinutes: days(50, 60, 7), valueIn: (cell) => facts.rating + (hash(seed, index, 0x71, cell) % 3 === 0 ? 1 : 0) },
    // Reviews only grow: a line through time that every change steps onto.
    reviews: {
      salt: 0x80,
      cellMinutes: days(8, 30, 8),
      valueIn: (_, minute) => max(1, floor(((minute - 4_000_000) * facts.reviewsPerYear) / (365 * DAY_MINUTES))),
    },
  };
}
