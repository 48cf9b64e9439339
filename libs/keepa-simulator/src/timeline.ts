import { hash } from './seeded-random';

/** Local names: see seeded-random. */
const { floor, max, min, round } = Math;

/** Changes of one quantity: from `minutes[i]` on it was `values[i]`. Strictly increasing Keepa minutes, no value twice in a row, −1 = none. */
export interface Points {
  readonly minutes: readonly number[];
  readonly values: readonly number[];
}

/**
 * A quantity that changes at most once in every cell of time, at a moment that the seed decides. Any stretch of it can be computed
 * without what came before, so that nothing needs to be kept.
 */
export interface Timeline {
  readonly cellMinutes: number;
  readonly salt: number;
  /** The value from the change in this cell on; −1 for none. */
  valueIn(cell: number, changeMinute: number): number;
}

/** Keepa's times lie on a grid of 2 minutes. */
const GRID_MINUTES = 2;

export function onGrid(minute: number): number {
  return floor(minute / GRID_MINUTES) * GRID_MINUTES;
}

function changeMinuteOf(seed: number, product: number, timeline: Timeline, cell: number): number {
  const offset = hash(seed, product, timeline.salt, cell) % timeline.cellMinutes;
  return cell * timeline.cellMinutes + onGrid(offset);
}

function cellAt(seed: number, product: number, timeline: Timeline, minute: number): number {
  const cell = floor(minute / timeline.cellMinutes);
  return changeMinuteOf(seed, product, timeline, cell) <= minute ? cell : cell - 1;
}

/** The value that holds at `minute`: one cell is looked at, not the history. */
export function valueAt(seed: number, product: number, timeline: Timeline, minute: number): number {
  const cell = cellAt(seed, product, timeline, minute);
  return timeline.valueIn(cell, changeMinuteOf(seed, product, timeline, cell));
}

/** The changes from `fromMinute` to `toMinute`; the first point is the value that holds at `fromMinute`, dated there. */
export function pointsBetween(seed: number, product: number, timeline: Timeline, fromMinute: number, toMinute: number): Points {
  const minutes: number[] = [];
  const values: number[] = [];
  const last = cellAt(seed, product, timeline, toMinute);
  for (let cell = cellAt(seed, product, timeline, fromMinute); cell <= last; cell += 1) {
    const changeMinute = changeMinuteOf(seed, product, timeline, cell);
    const value = timeline.valueIn(cell, changeMinute);
    if (values.length > 0 && values[values.length - 1] === value) continue;
    minutes.push(max(changeMinute, fromMinute));
    values.push(value);
  }
  return { minutes, values };
}

/** The same changes seen through a formula; points that it makes equal are merged. −1 stays −1. */
export function mapPoints(points: Points, formula: (value: number) => number): Points {
  const minutes: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < points.values.length; i += 1) {
    const value = points.values[i]! < 0 ? -1 : formula(points.values[i]!);
    if (values.length > 0 && values[values.length - 1] === value) continue;
    minutes.push(points.minutes[i]!);
    values.push(value);
  }
  return { minutes, values };
}

/**
 * Time-weighted mean over [fromMinute, toMinute), out-of-stock time left out.
 * @returns −1 where there was no value all the time.
 */
export function weightedAverage(points: Points, fromMinute: number, toMinute: number): number {
  let weighted = 0;
  let minutesInStock = 0;
  for (let i = points.minutes.length - 1; i >= 0; i -= 1) {
    const until = i + 1 < points.minutes.length ? min(points.minutes[i + 1]!, toMinute) : toMinute;
    if (until <= fromMinute) break;
    const duration = until - max(points.minutes[i]!, fromMinute);
    if (duration <= 0 || points.values[i]! < 0) continue;
    weighted += points.values[i]! * duration;
    minutesInStock += duration;
  }
  if (minutesInStock > 0) return round(weighted / minutesInStock);
  // A window that holds no time at all (a change in this very minute) says what is there now.
  return fromMinute >= toMinute ? (points.values.at(-1) ?? -1) : -1;
}

/** Share of [fromMinute, toMinute) without a value, 0 to 100. */
export function outOfStockPercent(points: Points, fromMinute: number, toMinute: number): number {
  let minutesOut = 0;
  const from = max(fromMinute, points.minutes[0] ?? toMinute);
  for (let i = points.minutes.length - 1; i >= 0; i -= 1) {
    const until = i + 1 < points.minutes.length ? min(points.minutes[i + 1]!, toMinute) : toMinute;
    if (until <= from) break;
    if (points.values[i]! < 0) minutesOut += max(0, until - max(points.minutes[i]!, from));
  }
  return toMinute > from ? round((100 * minutesOut) / (toMinute - from)) : 0;
}
