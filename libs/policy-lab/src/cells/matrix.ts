import { PRICE_MODELS, type PriceModel } from '../account/lab-prices';
import { type Cell, hoursOf } from './cell';

/** Keepa's refillRate is an integer; the plans from the smallest to a large one, and both sides of the tier boundary. */
export const RATES = [1, 5, 9, 10, 19, 20, 25, 29, 30, 60, 200, 1_000] as const;
/** Balances at which an outage began or was recorded, and the rim of the bucket. */
export const OPENINGS = [-340, -231, -120, -65, 0, 1, 10, 37, 40, 50, 117, 'cap-1', 'cap'] as const;
export const FLOW_REDUCTIONS = [0.5, 3] as const;
type Opening = (typeof OPENINGS)[number];

/** Openings at which the axis of flow reductions is tried, for every rate that it leaves something of. */
const FLOW_OPENINGS: readonly Opening[] = [-65, 40];
const FLOW_PRICES: PriceModel = 'C6-12';

export function allCells(seed: number): Cell[] {
  const plain = RATES.flatMap((rate) => OPENINGS.flatMap((opening) => PRICE_MODELS.map((prices) => cellOf(rate, opening, prices, 0, seed))));
  const reduced = FLOW_REDUCTIONS.flatMap((flow) =>
    RATES.filter((rate) => rate > flow).flatMap((rate) => FLOW_OPENINGS.map((opening) => cellOf(rate, opening, FLOW_PRICES, flow, seed))),
  );
  return [...plain, ...reduced];
}

/** Every value of every axis at least once, and neighbours that I12 compares; shorter where that changes nothing of what is asked. */
export function coveringCells(seed: number): Cell[] {
  const plain = OPENINGS.map((opening, n) => cellOf(RATES[n % RATES.length]!, opening, PRICE_MODELS[n % PRICE_MODELS.length]!, 0, seed));
  // The plan change after which the old project did less than before (19 → 20 → 25), and two openings of one plan.
  const neighbours = [cellOf(19, -65, 'C6', 0, seed), cellOf(20, -65, 'C6', 0, seed), cellOf(25, -65, 'C6', 0, seed), cellOf(20, 117, 'C6', 0, seed)];
  const reduced = [cellOf(5, 40, FLOW_PRICES, 0.5, seed), cellOf(20, -65, FLOW_PRICES, 3, seed)];
  return [...plain, ...neighbours, ...reduced].map((cell) => (cell.refillPerMinute >= 200 ? { ...cell, hours: 2 } : cell));
}

function cellOf(refillPerMinute: number, opening: Opening, prices: PriceModel, tokenFlowReduction: number, seed: number): Cell {
  return {
    refillPerMinute,
    openingTokens: openingTokens(opening, refillPerMinute),
    prices,
    tokenFlowReduction,
    hours: hoursOf(refillPerMinute),
    seed,
  };
}

function openingTokens(opening: Opening, refillPerMinute: number): number {
  if (typeof opening === 'number') return opening;
  return 60 * refillPerMinute - (opening === 'cap' ? 0 : 1);
}
