import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { SETTINGS } from './bare-sqlite';
import { timeChangedDeals, timeNewDeals, type UpsertTimes } from './deal-upserts';
import { readFlags } from './flags';
import { timeGrantCycles } from './grant-cycle';
import { measureMemory } from './memory';
import { FULL, QUICK } from './plan';
import { type Line, memoryLine, speedLine, tableOf } from './table';

/** Stands for a machine that is busy otherwise: the page cache of 64 MB is full before the first mark, so nothing else may grow. */
const MEMORY_GROWTH_AT_MOST = 1.2;
const [INSERTS_GOAL, TYPEORM_GOAL, GRANTS_GOAL] = [0.9, 2, 0.8];

async function main(): Promise<void> {
  const { isQuick } = readFlags(process.argv.slice(2));
  const plan = isQuick ? QUICK : FULL;
  console.log(`Node ${process.version}, ${availableParallelism()} cores (${cpus()[0]?.model.trim()}), databases in ${tmpdir()}.`);
  console.log(`All sides: ${SETTINGS.join(', ')}; same tables and indexes; afterwards the rows are compared, column by column.`);
  console.log(
    'A ratio is the median of the ratios by round; the sides take turns within each round; one round before them is not counted. CPU: the same of the processor time.\n',
  );
  const lines = [
    ...upsertLines('new deals', await inFolder('new deals', (folder) => timeNewDeals(folder, plan.withoutHistory)), [INSERTS_GOAL, TYPEORM_GOAL]),
    ...upsertLines('new deals', await inFolder('new deals with history', (folder) => timeNewDeals(folder, plan.withHistory)), [INSERTS_GOAL, null]),
    ...upsertLines('changed deals', await inFolder('changed deals', (folder) => timeChangedDeals(folder, plan.withoutHistory)), [TYPEORM_GOAL]),
    await grantLine(plan.grants.cyclesPerRound, plan.grants.rounds),
    ...(await memoryLines(plan.memoryMarks)),
  ];
  console.log(`\n${tableOf(lines)}`);
}

/** One line for each of the others; the goals are in their order. */
function upsertLines(what: string, { rowsPerRound, jsonBytes, store, others }: UpsertTimes, goals: readonly (number | null)[]): readonly Line[] {
  const described = `${what} of ${(jsonBytes / 1_000).toFixed(1)} kB`;
  return others.map((other, n) => speedLine({ what: described, rowsPerRound, ours: store, other, atLeast: goals[n] ?? null }));
}

async function grantLine(cyclesPerRound: number, rounds: number): Promise<Line> {
  const { store, bare } = await inFolder('grants', (folder) => timeGrantCycles(folder, cyclesPerRound, rounds));
  return speedLine({ what: 'grant cycle', rowsPerRound: cyclesPerRound, ours: store, other: bare, atLeast: GRANTS_GOAL });
}

async function memoryLines(marks: readonly number[]): Promise<readonly Line[]> {
  const measured = await inFolder('memory', (folder) => measureMemory(folder, marks));
  return [
    memoryLine('resident memory', measured, (mark) => mark.residentBytes, MEMORY_GROWTH_AT_MOST),
    memoryLine('heap in use', measured, (mark) => mark.heapBytes, MEMORY_GROWTH_AT_MOST),
  ];
}

/** Gives each measurement an empty folder of its own and takes it away afterwards, whatever happened. */
async function inFolder<T>(what: string, measure: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'smart-ingestor-bench-'));
  const startedMs = performance.now();
  try {
    return await measure(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    console.log(`${what}: ${((performance.now() - startedMs) / 1_000).toFixed(0)} s`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
