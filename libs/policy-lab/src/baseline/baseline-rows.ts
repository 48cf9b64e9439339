import type { PriceModel } from '../account/lab-prices';
import { NO_LAB_FAULTS } from '../account/lab-faults';
import type { Scene } from '../run/scene';

const HOUR_MS = 3_600_000;

/** One line of the table that the project this one grew from failed: a plan, an opening balance, a database, a feed. */
export interface BaselineRow {
  readonly refillPerMinute: number;
  readonly openingTokens: number;
  readonly storedDeals: number;
  readonly hours: number;
  readonly feedRows: number;
  readonly prices: PriceModel;
  readonly seed: number;
}

const FEED_ROWS = 1_200;
const LARGE_FEED_ROWS = 10_000;
/** Of 1,200 matching deals 100 change in an hour. */
const UPDATES_PER_ROW_AND_HOUR = 100 / 1_200;
const STORED = 2_378;

/** In the order of the old table; where it gave a range of openings, both ends. The last line is the demand of 72 hours. */
export function baselineRows(seed: number): BaselineRow[] {
  const row = (
    refillPerMinute: number,
    openingTokens: number,
    storedDeals: number,
    hours: number,
    fields: Partial<BaselineRow> = {},
  ): BaselineRow => {
    return { refillPerMinute, openingTokens, storedDeals, hours, feedRows: FEED_ROWS, prices: 'C6-12', seed, ...fields };
  };
  return [
    row(25, 100, 0, 24),
    row(25, 100, STORED, 24),
    row(25, 300, STORED, 24),
    row(25, 1_500, STORED, 24, { prices: 'C6' }),
    row(5, 100, 800, 96),
    ...[10, 20, 25, 30].flatMap((rate) => [1, 300].map((opening) => row(rate, opening, STORED, 12))),
    ...[1, 100, 300].map((opening) => row(40, opening, STORED, 12)),
    row(25, 300, 0, 24, { feedRows: LARGE_FEED_ROWS }),
    row(10, 100, STORED, 72),
  ];
}

/** What CI runs of it: the slowest plan, the plan of the outage, the large feed, and the demand of 72 hours. */
export function coveringBaselineRows(seed: number): BaselineRow[] {
  const rows = baselineRows(seed);
  return rows.filter(({ refillPerMinute, storedDeals, hours, feedRows }) => {
    return refillPerMinute === 5 || hours === 72 || feedRows === LARGE_FEED_ROWS || (refillPerMinute === 30 && storedDeals > 0);
  });
}

export function baselineScene(row: BaselineRow): Scene {
  return {
    ...row,
    tokenFlowReduction: 0,
    feed: { rows: row.feedRows, updatesPerHour: Math.round(row.feedRows * UPDATES_PER_ROW_AND_HOUR), newDealShare: 0.3 },
    // The cheapest parameters that suffice: no offers, 1 token a row.
    refresh: { withinMs: 72 * HOUR_MS },
    sellers: null,
    saturated: false,
    faults: NO_LAB_FAULTS,
  };
}
