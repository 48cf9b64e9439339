import type { Deal } from '@smart-ingestor/contracts';
import type { SqliteDealStore } from '@smart-ingestor/deal-store';
import sqlite3 from 'sqlite3';
import { DataSource, EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { type BareSqlite, SETTINGS } from './bare-sqlite';
import { type DealRow, dealRow, valuesOf } from './deal-row';
import type { Contender } from './rounds';
import type { TableColumn } from './table-copies';

/** Deals by commit: what one transaction writes. */
export interface DealLoad {
  readonly commits: readonly (readonly Deal[])[];
  /** What the store notes in `last_write` for them: 2 for a new deal, 1 for a changed one. */
  readonly lastWrite: number;
  readonly nowMs: number;
}

/** As many as the store takes. 25 and 500 were no faster on the bare side. */
const ROWS_PER_STATEMENT = 100;

export function throughStore(store: SqliteDealStore): Contender<DealLoad> {
  return {
    name: 'store.commit',
    run: async ({ commits, nowMs }) => {
      for (const deals of commits) await store.commit({ deals, nowMs });
    },
  };
}

/** Plain inserts of new rows through sqlite3: compiled once, several rows a statement, JSON written as it is needed. */
export function throughBareInserts(database: BareSqlite, columns: readonly TableColumn[]): Contender<DealLoad> {
  const names = columns.map(({ name }) => name);
  const places = `(${names.map(() => '?').join(', ')})`;
  const insert = database.prepare(`INSERT INTO deal (${names.join(', ')}) VALUES ${Array(ROWS_PER_STATEMENT).fill(places).join(', ')}`);
  return {
    name: 'bare multi-row inserts',
    run: async ({ commits, lastWrite }) => {
      for (const deals of commits) {
        await database.run('BEGIN IMMEDIATE');
        for (let from = 0; from < deals.length; from += ROWS_PER_STATEMENT) {
          await insert(deals.slice(from, from + ROWS_PER_STATEMENT).flatMap((deal) => valuesOf(dealRow(deal, lastWrite), names)));
        }
        await database.run('COMMIT');
      }
    },
  };
}

export function throughTypeOrm(source: DataSource): Contender<DealLoad> {
  return {
    name: 'TypeORM upsert',
    run: async ({ commits, lastWrite }) => {
      for (const deals of commits) {
        const rows = deals.map((deal) => dealRow(deal, lastWrite));
        await source.transaction((manager) => manager.getRepository<DealRow>('deal').upsert(rows, ['domain_id', 'asin']));
      }
    },
  };
}

/**
 * An entity of the store's own table, read from the database. The driver is kept out of sqlite3's `verbose` mode, which TypeORM switches on
 * for the whole process by itself: it would slow down every side.
 */
export async function openTypeOrm(file: string, columns: readonly TableColumn[]): Promise<DataSource> {
  const entity = new EntitySchema<DealRow>({
    name: 'deal',
    columns: Object.fromEntries(columns.map((column) => [column.name, columnOptions(column)])),
  });
  const driver = { Database: sqlite3.Database, verbose: () => sqlite3 };
  const source = await new DataSource({ type: 'sqlite', driver, database: file, entities: [entity] }).initialize();
  for (const setting of SETTINGS) await source.query(`PRAGMA ${setting}`);
  return source;
}

function columnOptions({ name, type, notnull, pk }: TableColumn): EntitySchemaColumnOptions {
  const isJson = name === 'feed' || name === 'product';
  return { type: isJson ? 'simple-json' : type, primary: pk > 0, nullable: notnull === 0 };
}
