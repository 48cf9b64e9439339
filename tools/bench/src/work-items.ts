import { fork } from 'node:child_process';
import { join } from 'node:path';
import { SqliteDealStore } from '@smart-ingestor/deal-store';
import { ITEMS_PER_CYCLE, type ItemCycles, throughItems } from './item-cycle';
import { fillItems } from './item-fill';
import type { MemoryMark } from './memory-marks';
import { timeRounds } from './rounds';
import type { Timed } from './samples';

export interface ItemsPlan {
  /** Few enough for a comparison, and enough to fill the page cache of 64 MB. A multiple of 200. */
  readonly few: number;
  readonly many: number;
  readonly cyclesPerRound: number;
  readonly rounds: number;
}

export interface ItemTimes {
  readonly itemsPerRound: number;
  readonly many: Timed;
  readonly few: Timed;
  /** What a process held after the same work, with few items in the database and with many. */
  readonly memory: readonly MemoryMark[];
}

/** Going through a quarter of the few items touches most pages of their database: the page cache is full on both sides then. */
const CACHE_FILLING_SHARE = 4;

/** The same work on a database with many items and on one with few. */
export async function timeItems(folder: string, { few, many, cyclesPerRound, rounds }: ItemsPlan): Promise<ItemTimes> {
  const files = [few, many].map((items) => ({ items, file: join(folder, `${items}.db`) }));
  for (const { items, file } of files) await fillItems(file, items);
  const roundsOf = (round: number): ItemCycles => ({ from: round * cyclesPerRound, count: cyclesPerRound });
  const stores = files.map(({ file }) => new SqliteDealStore({ path: file, rawRetentionDays: 14, busyTimeoutMs: 30_000 }));
  for (const store of stores) await store.open();
  const contenders = stores.map((store, n) => throughItems(named(files[n]!.items), store, files[n]!.items));
  const [ofFew, ofMany] = await timeRounds(contenders, rounds, roundsOf);
  for (const store of stores) await store.close();
  const memory: MemoryMark[] = [];
  for (const { items, file } of files)
    memory.push(await heldBy(file, items, { from: (rounds + 1) * cyclesPerRound, count: few / CACHE_FILLING_SHARE / ITEMS_PER_CYCLE }));
  return { itemsPerRound: cyclesPerRound * ITEMS_PER_CYCLE, many: ofMany!, few: ofFew!, memory };
}

function named(items: number): string {
  return `${items.toLocaleString('en-US')} items`;
}

/** A process of its own for each, so that nothing else is in the figures. */
function heldBy(file: string, items: number, { from, count }: ItemCycles): Promise<MemoryMark> {
  return new Promise((resolve, reject) => {
    const child = fork(join(__dirname, 'items-process.js'), [file, ...[items, from, count].map(String)]);
    child.once('message', (mark) => resolve(mark as MemoryMark));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The process with ${items} items ended with ${code}.`)));
  });
}
