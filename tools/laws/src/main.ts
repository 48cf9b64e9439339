import 'reflect-metadata';
import {
  allCells,
  type BaselineOutcome,
  type BaselineRow,
  baselineRows,
  type Cell,
  type CellOutcome,
  coveringCells,
  pairViolations,
  replayOf,
  runCell,
} from '@smart-ingestor/policy-lab';
import { HELP, readFlags } from './flags';
import { runAll } from './pool';
import { Progress } from './progress';
import { baselineTable, matrixTable } from './tables';

/** Of a cell among others, and of one that was asked for. */
const [VIOLATIONS_SHOWN, LINES_OF_A_CELL] = [5, 40];

async function main(): Promise<boolean> {
  const flags = readFlags(process.argv.slice(2));
  if (flags.kind === 'help') console.log(HELP);
  if (flags.kind === 'cell') return oneCell(flags.cell);
  if (flags.kind === 'baseline') return baseline(flags.seed, flags.workers);
  if (flags.kind === 'matrix') return matrix(flags.isCovering ? coveringCells(flags.seed) : allCells(flags.seed), flags.workers);
  return true;
}

async function oneCell(cell: Cell): Promise<boolean> {
  const startedMs = performance.now();
  const outcome = await runCell(cell);
  const elapsedMs = performance.now() - startedMs;
  console.log(matrixTable([outcome]));
  for (const { law, message } of outcome.violations.slice(0, LINES_OF_A_CELL)) console.log(`${law}  ${message}`);
  const perRequest = (elapsedMs / Math.max(1, outcome.requests)).toFixed(2);
  console.log(`${outcome.violations.length} violations; ${(elapsedMs / 1_000).toFixed(1)} s, ${perRequest} ms a request.`);
  return outcome.violations.length === 0;
}

async function matrix(cells: readonly Cell[], workers: number): Promise<boolean> {
  const outcomes: CellOutcome[] = [];
  const progress = new Progress(cells.length);
  await runAll<Cell, CellOutcome>(
    dearestFirst(cells).map((input) => ({ kind: 'cell', input })),
    workers,
    (outcome) => {
      outcomes.push(outcome);
      if (outcome.violations.length > 0) progress.line(describeBroken(outcome));
      progress.step(outcome.name);
    },
  );
  const pairs = pairViolations(outcomes);
  const broken = outcomes.filter(({ violations }) => violations.length > 0);
  console.log(`\n${matrixTable(outcomes)}\n`);
  for (const { law, message } of pairs) console.log(`${law}  ${message}`);
  const requests = outcomes.reduce((sum, outcome) => sum + outcome.requests, 0);
  console.log(
    `${outcomes.length} cells, ${requests.toLocaleString('en-US')} requests, ${progress.elapsed}: ${broken.length} broken, ${pairs.length} pairs broken.`,
  );
  return broken.length + pairs.length === 0;
}

/** Long cells at the end would leave one process alone. */
function dearestFirst(cells: readonly Cell[]): Cell[] {
  return [...cells].sort((a, b) => b.refillPerMinute * b.hours - a.refillPerMinute * a.hours);
}

function describeBroken({ cell, violations }: CellOutcome): string {
  const counts = new Map<string, number>();
  for (const { law } of violations) counts.set(law, (counts.get(law) ?? 0) + 1);
  const laws = [...counts].map(([law, count]) => `${law} ${count}×`).join(', ');
  const shown = violations.slice(0, VIOLATIONS_SHOWN).map(({ law, message }) => `    ${law}  ${message}`);
  return [`BROKEN ${laws}   ${replayOf(cell)}`, ...shown].join('\n');
}

async function baseline(seed: number, workers: number): Promise<boolean> {
  const rows = baselineRows(seed);
  const outcomes = new Map<string, BaselineOutcome>();
  const progress = new Progress(rows.length);
  await runAll<BaselineRow, BaselineOutcome>(
    rows.map((input) => ({ kind: 'baseline', input })),
    workers,
    (outcome) => {
      outcomes.set(JSON.stringify(outcome.row), outcome);
      progress.step(`r=${outcome.row.refillPerMinute}, b0=${outcome.row.openingTokens}`);
    },
  );
  const inOrder = rows.map((row) => outcomes.get(JSON.stringify(row))!);
  console.log(`\n${baselineTable(inOrder)}\n`);
  for (const { row, broken, shortfalls } of inOrder) {
    for (const text of broken.slice(0, VIOLATIONS_SHOWN))
      console.log(`r=${row.refillPerMinute}, b0=${row.openingTokens}, ${row.storedDeals} rows: ${text}`);
    if (shortfalls.length > 0) console.log(`r=${row.refillPerMinute}, ${row.storedDeals} rows, as the run said: ${shortfalls[0]}`);
  }
  console.log(`${inOrder.length} runs, ${progress.elapsed}.`);
  return inOrder.every(({ broken }) => broken.length === 0);
}

main().then(
  (hasHeld) => void (process.exitCode = hasHeld ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  },
);
