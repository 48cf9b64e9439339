import { NO_LAB_FAULTS } from '../account/lab-faults';
import { tellingWindows } from '../laws/fairness';
import { lawViolations } from '../laws/laws';
import type { Violation } from '../laws/violation';
import { runScene } from '../run/lab-run';
import type { Scene } from '../run/scene';
import { type Cell, nameOf } from './cell';

const MINUTE_MS = 60_000;
/** What was refreshed or looked up is due again so soon that these queues never run dry. */
const AGAIN_AFTER_MINUTES = 10;

/** What one cell showed. Plain data: workers hand it over. */
export interface CellOutcome {
  readonly cell: Cell;
  readonly name: string;
  readonly violations: readonly Violation[];
  readonly requests: number;
  readonly spentTokens: number;
  /** Tokens of settled requests, less the debt at the end. */
  readonly usefulTokens: number;
  readonly worstUnitTokens: number;
  readonly lowestBalance: number;
  readonly refusals: number;
  /** Windows of an hour in which law I6 could have been broken. */
  readonly fairWindows: number;
}

/** Runs one cell and judges it by the server's books. */
export async function runCell(cell: Cell): Promise<CellOutcome> {
  const { books } = await runScene(sceneOf(cell));
  const spentTokens = books.charges.reduce((sum, { tokens }) => sum + tokens, 0);
  return {
    cell,
    name: nameOf(cell),
    violations: lawViolations(books),
    requests: books.charges.length,
    spentTokens,
    usefulTokens: spentTokens + Math.min(0, books.ledger.serverBalanceTokens),
    worstUnitTokens: books.worstUnitTokens,
    lowestBalance: books.charges.reduce((lowest, { afterTokens }) => Math.min(lowest, afterTokens), Number.POSITIVE_INFINITY),
    refusals: books.refusals.length,
    fairWindows: tellingWindows(books),
  };
}

export function sceneOf(cell: Cell): Scene {
  // Twice what a class could buy with the whole refill until the first is due again.
  const rows = Math.ceil(2 * AGAIN_AFTER_MINUTES * cell.refillPerMinute) + 100;
  return {
    ...cell,
    // A page that is read 864 times: with more rows the matrix would mostly renew deals.
    feed: { rows: 20, updatesPerHour: 20, newDealShare: 0.3 },
    storedDeals: rows,
    refresh: { withinMs: AGAIN_AFTER_MINUTES * MINUTE_MS, offers: 20 },
    sellers: { known: rows, withinMs: AGAIN_AFTER_MINUTES * MINUTE_MS },
    saturated: true,
    faults: NO_LAB_FAULTS,
  };
}
