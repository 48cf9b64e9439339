import { DEFAULT_PACE } from '@smart-ingestor/ingestion';
import type { Books } from '../account/books';
import { BucketLine } from '../laws/bucket-line';
import { ledgerViolations, quietViolations } from '../laws/bookkeeping';
import { floorViolations, refusalViolations } from '../laws/floor';
import { itemViolations, rebuyViolations } from '../laws/items';
import { waitViolations } from '../laws/waits';
import { runScene } from '../run/lab-run';
import { LAB_JOB } from '../run/production';
import { type BaselineRow, baselineScene } from './baseline-rows';
import { longestCadenceMs, oldestHeadMs, statedCadenceMs } from './head-age';
import { logMinutes, type Minute } from './minute-log';
import { queuedStretches, stretchViolations, usedShare } from './stretches';

const MINUTE_MS = 60_000;
const HEAD_AGE_AT_MOST_MS = 15 * MINUTE_MS;
const REFRESH_HOURS = 72;

/** One line of our table. Times in milliseconds. */
export interface BaselineOutcome {
  readonly row: BaselineRow;
  readonly oldestHeadMs: number | null;
  readonly longestCadenceMs: number | null;
  readonly statedCadenceMs: number;
  readonly spentTokens: number;
  readonly refillTokens: number;
  readonly usedShare: number | null;
  readonly peeks: number;
  readonly dealsStored: number;
  readonly rebuys: number;
  readonly lowestBalance: number;
  readonly refreshedDeals: number;
  /** What the run said where the plan cannot refresh the table in time. */
  readonly shortfalls: readonly string[];
  readonly broken: readonly string[];
}

export async function runBaselineRow(row: BaselineRow): Promise<BaselineOutcome> {
  const scene = baselineScene(row);
  const log: Minute[] = [];
  const { books, summary, store, witness } = await runScene(scene, [(world) => logMinutes(world, scene.refresh!.withinMs, log)]);
  const { dueRows } = await store.deals.refreshStatus({ jobId: LAB_JOB, domainId: 1, seenBeforeMs: books.startedMs, nowMs: books.endedMs });
  const { scanShare, unitRefillMinutes } = DEFAULT_PACE;
  const stretches = queuedStretches(log);
  const outcome = {
    row,
    oldestHeadMs: oldestHeadMs(log, firstPositiveMs(books)),
    longestCadenceMs: longestCadenceMs(log),
    statedCadenceMs: statedCadenceMs(log.at(-1)?.pagesPerPass ?? 0, row.refillPerMinute, scanShare, unitRefillMinutes),
    spentTokens: books.charges.reduce((sum, { tokens }) => sum + tokens, 0),
    refillTokens: new BucketLine(books).refill(books.startedMs, books.endedMs),
    usedShare: usedShare(books, stretches),
    peeks: books.charges.reduce((sum, { stage, items }) => sum + (stage === 'peek' ? items : 0), 0),
    dealsStored: summary.dealsNew,
    rebuys: rebuyViolations(books).length,
    lowestBalance: books.charges.reduce((lowest, { afterTokens }) => Math.min(lowest, afterTokens), Number.POSITIVE_INFINITY),
    refreshedDeals: row.storedDeals - dueRows,
    shortfalls: witness.shortfalls,
  };
  const laws = [
    ...[floorViolations, refusalViolations, itemViolations, rebuyViolations, ledgerViolations, quietViolations].flatMap((law) => law(books)),
    ...waitViolations(books),
    ...stretchViolations(books, stretches),
  ].map(({ law, message }) => `${law}: ${message}`);
  return { ...outcome, broken: [...laws, ...missed(outcome)] };
}

/** The demands of the table that are not laws. */
function missed(outcome: Omit<BaselineOutcome, 'broken'>): string[] {
  const { row, oldestHeadMs: headMs, longestCadenceMs: cadenceMs, refreshedDeals, shortfalls } = outcome;
  const problems: string[] = [];
  const minutes = (ms: number): string => (ms / MINUTE_MS).toFixed(1);
  if (row.refillPerMinute >= 5 && (headMs === null || headMs > HEAD_AGE_AT_MOST_MS))
    problems.push(headMs === null ? 'no pass ever ended' : `the head cursor was ${minutes(headMs)} min old`);
  if (cadenceMs !== null && cadenceMs > outcome.statedCadenceMs)
    problems.push(`${minutes(cadenceMs)} min between two passes, ${minutes(outcome.statedCadenceMs)} stated`);
  if (row.hours >= REFRESH_HOURS && row.refillPerMinute >= 10 && refreshedDeals < row.storedDeals && shortfalls.length === 0)
    problems.push(`${refreshedDeals} of ${row.storedDeals} rows were refreshed, and nothing said so`);
  return problems;
}

function firstPositiveMs(books: Books): number {
  const { openingTokens, gainPerTick, tickMs, startedMs } = books;
  return startedMs + Math.max(0, Math.ceil((1 - openingTokens) / gainPerTick)) * tickMs;
}
