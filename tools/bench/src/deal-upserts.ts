import { join } from 'node:path';
import { SUITE_NOW_MS } from '@smart-ingestor/conformance';
import { SqliteDealStore } from '@smart-ingestor/deal-store';
import { BareSqlite } from './bare-sqlite';
import { type DealLoad, openTypeOrm, throughBareInserts, throughStore, throughTypeOrm } from './deal-writers';
import { timeRounds } from './rounds';
import type { Timed } from './samples';
import { dealNumber, dealsOf, type ProductSize } from './synthetic-deals';
import { columnsOf, copySchema, mustHoldSameRows } from './table-copies';

export interface UpsertPlan {
  readonly size: ProductSize;
  readonly dealsPerCommit: number;
  /** A round is many commits, so that the checkpoints of the write-ahead log (every 32 MB) fall on every side of it. */
  readonly commitsPerRound: number;
  readonly rounds: number;
}

export interface UpsertTimes {
  readonly rowsPerRound: number;
  /** Average bytes of JSON (feed and product) of a row. */
  readonly jsonBytes: number;
  readonly store: Timed;
  /** `null` where the deals are known already: an insert cannot renew. */
  readonly inserts: Timed | null;
  readonly typeOrm: Timed;
}

const NEW_DEAL = 2;
const CHANGED_DEAL = 1;

/** Deals that nobody has stored yet: the store against plain inserts and TypeORM's upsert. */
export function timeNewDeals(folder: string, plan: UpsertPlan): Promise<UpsertTimes> {
  const perRound = plan.commitsPerRound * plan.dealsPerCommit;
  return timeUpserts(folder, plan, true, (round) => ({
    commits: Array.from({ length: plan.commitsPerRound }, (_, n) =>
      dealsOf(round * perRound + n * plan.dealsPerCommit, plan.dealsPerCommit, plan.size),
    ),
    lastWrite: NEW_DEAL,
    nowMs: SUITE_NOW_MS,
  }));
}

/** The same deals in every round, with another price each time: only upserts can do that, so plain inserts do not take part. */
export function timeChangedDeals(folder: string, plan: UpsertPlan): Promise<UpsertTimes> {
  return timeUpserts(folder, plan, false, (round) => ({
    commits: Array.from({ length: plan.commitsPerRound }, (_, commit) =>
      Array.from({ length: plan.dealsPerCommit }, (_, n) => {
        const deal = dealNumber(commit * plan.dealsPerCommit + n, plan.size);
        return { ...deal, feed: { ...deal.feed, currentMinor: deal.feed.currentMinor! + round } };
      }),
    ),
    lastWrite: round === 0 ? NEW_DEAL : CHANGED_DEAL,
    nowMs: SUITE_NOW_MS,
  }));
}

async function timeUpserts(folder: string, plan: UpsertPlan, withInserts: boolean, loadOf: (round: number) => DealLoad): Promise<UpsertTimes> {
  const fileOf = (side: string): string => join(folder, `${side}.db`);
  const store = new SqliteDealStore({ path: fileOf('store'), rawRetentionDays: 14, busyTimeoutMs: 30_000 });
  await store.open();
  const looking = await BareSqlite.open(fileOf('store'));
  const columns = await columnsOf(looking, 'deal');
  const [bare, copy] = [await BareSqlite.open(fileOf('bare')), await BareSqlite.open(fileOf('typeorm'))];
  await copySchema(looking, bare);
  await copySchema(looking, copy);
  await copy.close();
  const orm = await openTypeOrm(fileOf('typeorm'), columns);
  try {
    const sides = [throughStore(store), throughTypeOrm(orm), ...(withInserts ? [throughBareInserts(bare, columns)] : [])];
    const [ours, typeOrm, inserts] = await timeRounds(sides, plan.rounds, loadOf);
    await mustHoldSameRows(looking, fileOf('typeorm'), 'deal');
    if (withInserts) await mustHoldSameRows(looking, fileOf('bare'), 'deal');
    const [text] = await looking.all<{ bytes: number }>('SELECT avg(length(feed) + length(product)) AS bytes FROM deal');
    const rowsPerRound = plan.commitsPerRound * plan.dealsPerCommit;
    return { rowsPerRound, jsonBytes: text!.bytes, store: ours!, inserts: inserts ?? null, typeOrm: typeOrm! };
  } finally {
    await orm.destroy();
    await bare.close();
    await looking.close();
    await store.close();
  }
}
