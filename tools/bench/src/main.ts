import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { SETTINGS } from './bare-sqlite';
import { timeChangedDeals, timeNewDeals, type UpsertTimes } from './deal-upserts';
import { readFlags } from './flags';
import { timeGrantCycles } from './grant-cycle';
import { ITEMS_PER_CYCLE } from './item-cycle';
import { measureMemory } from './memory';
import { type BenchPlan, FULL, QUICK } from './plan';
import { type ItemsPlan, timeItems } from './work-items';
import { type Line, memoryLine, speedLine, tableOf } from './table';

/** Stands for a machine that is busy otherwise: the page cache of 64 MB is full before the first mark, so nothing else may grow. */
const MEMORY_GROWTH_AT_MOST = 1.2;
const [INSERTS_GOAL, TYPEORM_GOAL, GRANTS_GOAL] = [0.9, 2, 0.8];

async function main(): Promise<void> {
  const { isQuick, onlyItems } = readFlags(process.argv.slice(2));
  const plan = isQuick ? QUICK : FULL;
  console.log(
    `Node ${process.version}, ${availableParallelism()} cores (${cpus()[0]?.model.trim()}), load ${loadavg()[0]!.toFixed(1)}, databases in ${tmpdir()}.`,
  );
  console.log(`All sides: ${SETTINGS.join(', ')}; same tables and indexes; afterwards the rows are compared, column by column.`);
  console.log(
    'A ratio is the median of the ratios by round; the sides take turns within each round; one round before them is not counted. CPU: the same of the processor time.\n',
  );
  const lines = onlyItems ? await itemLines(plan.items) : await allLines(plan);
  console.log(`\n${tableOf(lines)}\n\nLoad at the end: ${loadavg()[0]!.toFixed(1)}. Much above 1, others had a part in the figures.`);
}

/** Of everything but the work items, which take gigabytes of disk. */
async function allLines(plan: BenchPlan): Promise<readonly Line[]> {
  const newDeals = [plan.peeked, plan.withoutHistory, plan.withHistory];
  const lines: Line[] = [];
  for (const upserts of newDeals) lines.push(...upsertLines('new', await inFolder('new deals', (folder) => timeNewDeals(folder, upserts))));
  lines.push(...upsertLines('changed', await inFolder('changed deals', (folder) => timeChangedDeals(folder, plan.withoutHistory))));
  lines.push(await grantLine(plan.grants.cyclesPerRound, plan.grants.rounds));
  lines.push(...(await memoryLines(plan.memoryMarks)));
  return lines;
}

/** Trees are as deep as the logarithm of their rows: so much slower may what is done on many be, and no more. */
async function itemLines(plan: ItemsPlan): Promise<readonly Line[]> {
  const { itemsPerRound, many, few, memory } = await inFolder('work items', (folder) => timeItems(folder, plan));
  const what = `claim and commit of ${ITEMS_PER_CYCLE}`;
  return [
    speedLine({
      what,
      rowsPerRound: itemsPerRound,
      ours: many,
      other: few,
      atLeast: Math.round((100 * Math.log(plan.few)) / Math.log(plan.many)) / 100,
    }),
    memoryLine('resident memory', memory, (mark) => mark.residentBytes, MEMORY_GROWTH_AT_MOST),
    memoryLine('heap in use', memory, (mark) => mark.heapBytes, MEMORY_GROWTH_AT_MOST),
  ];
}

function upsertLines(state: string, { rowsPerRound, jsonBytes, store, inserts, typeOrm }: UpsertTimes): readonly Line[] {
  const what = `${state} deals of ${(jsonBytes / 1_000).toFixed(1)} kB`;
  const againstTypeOrm = speedLine({ what, rowsPerRound, ours: store, other: typeOrm, atLeast: TYPEORM_GOAL });
  if (inserts === null) return [againstTypeOrm];
  return [speedLine({ what, rowsPerRound, ours: store, other: inserts, atLeast: INSERTS_GOAL }), againstTypeOrm];
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

const folders = new Set<string>();
process.once('SIGINT', () => process.exit(130));
process.once('exit', () => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Gives each measurement an empty folder of its own and takes it away afterwards, after Ctrl-C too: it may hold gigabytes. */
async function inFolder<T>(what: string, measure: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'smart-ingestor-bench-'));
  folders.add(folder);
  const startedMs = performance.now();
  try {
    return await measure(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    folders.delete(folder);
    console.log(`${what}: ${((performance.now() - startedMs) / 1_000).toFixed(0)} s`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
