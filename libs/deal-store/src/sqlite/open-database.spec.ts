import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StoreUnavailableError, StoreUnusableError } from '@smart-ingestor/contracts';
import { dealOf } from '@smart-ingestor/conformance';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { sqliteStore, temporaryFile } from '../testing/temporary-store';
import { ENTITIES } from './entities/entities';
import { MIGRATIONS } from './migrations/migrations';
import { openDatabase } from './open-database';

class AddNote1790000000098 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE deal ADD COLUMN note text');
  }
  async down(): Promise<void> {}
}

class Breaks1790000000099 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE half_done (id integer)');
    await runner.query('SELECT id FROM nowhere');
  }
  async down(): Promise<void> {}
}

const backupOf = (file: string): string => `${file}.backup-v${MIGRATIONS.length}`;
const NEXT = [...MIGRATIONS, AddNote1790000000098];

/** Runs statements on a file by a connection of its own. */
async function sql<T>(file: string, ...statements: readonly string[]): Promise<T[]> {
  const source = await new DataSource({ type: 'sqlite', database: file }).initialize();
  let rows: T[] = [];
  for (const statement of statements) rows = await source.query(statement);
  await source.destroy();
  return rows;
}

async function storedDatabase(): Promise<string> {
  const file = temporaryFile();
  const store = sqliteStore(file);
  await store.open();
  await store.commit({ deals: [dealOf()], nowMs: 1 });
  await store.close();
  return file;
}

describe('a new database', () => {
  it('gets its folder, and exactly the tables and indexes that the entities describe', async () => {
    const file = join(dirname(temporaryFile()), 'not', 'there', 'yet.db');
    await (await openDatabase(file, 1_000)).close();
    const source = await new DataSource({ type: 'sqlite', database: file, entities: ENTITIES, migrationsTableName: 'schema_migration' }).initialize();
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    await source.destroy();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('carries an account or a domain in every table', async () => {
    const columns = await sql<{ name: string; columns: string }>(
      await storedDatabase(),
      `SELECT m.name, group_concat(c.name) AS columns FROM sqlite_master m JOIN pragma_table_info(m.name) c
        WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'schema_migration' GROUP BY m.name`,
    );
    expect(columns).toHaveLength(ENTITIES.length);
    expect(columns.filter(({ columns: names }) => !/\b(account_id|domain_id)\b/.test(names))).toEqual([]);
  });

  it('writes ahead, and syncs at every checkpoint', async () => {
    const database = await openDatabase(temporaryFile(), 1_000);
    const pragmas = await database.write(async (tx) => {
      const one = async (name: string): Promise<unknown> => Object.values((await tx.query(`PRAGMA ${name}`))[0])[0];
      return { mode: await one('journal_mode'), synchronous: await one('synchronous') };
    });
    await database.close();
    expect(pragmas).toEqual({ mode: 'wal', synchronous: 1 });
  });

  it('may be opened by more at once than the process has threads for waiting', async () => {
    const file = temporaryFile();
    const stores = Array.from({ length: 8 }, () => sqliteStore(file));
    await Promise.all(stores.map((store) => store.open()));
    await Promise.all(stores.map((store, n) => store.commit({ deals: [dealOf({ asin: `A${n}` })], nowMs: 1 })));
    expect(await stores[0]!.deals.find({ sort: 'title', descending: false })).toHaveLength(8);
    await Promise.all(stores.map((store) => store.close()));
  }, 30_000);
});

describe('a file that is not ours', () => {
  async function refusalOf(file: string): Promise<Error> {
    const [before, beside] = [readFileSync(file), readdirSync(dirname(file))];
    const error: unknown = await sqliteStore(file)
      .open()
      .catch((thrown: unknown) => thrown);
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(dirname(file))).toEqual(beside);
    expect((error as Error).message).toContain(file);
    return error as Error;
  }

  it('is refused and left as it is where it is no database at all', async () => {
    const file = temporaryFile();
    writeFileSync(file, 'asin,title\nB000,Not a database\n');
    expect(await refusalOf(file)).toMatchObject({ code: 'STORE_UNUSABLE', message: expect.stringContaining('is not a SQLite database') });
  });

  it('is refused where it only begins like a database', async () => {
    const file = await storedDatabase();
    const damaged = readFileSync(file);
    damaged.fill(0x5a, 18);
    writeFileSync(file, damaged);
    expect(await refusalOf(file)).toBeInstanceOf(StoreUnusableError);
  });

  it('is refused and left as it is where it belongs to another program', async () => {
    const file = temporaryFile();
    await sql(file, 'CREATE TABLE contact (name text)', 'PRAGMA user_version = 1');
    expect(await refusalOf(file)).toMatchObject({ code: 'STORE_UNUSABLE', message: expect.stringContaining('of another program') });
  });

  it('is refused and left as it is where a newer version wrote it', async () => {
    const file = await storedDatabase();
    await sql(file, 'PRAGMA user_version = 70', 'PRAGMA journal_mode = DELETE');
    const error = await refusalOf(file);
    expect(error).toBeInstanceOf(StoreUnusableError);
    expect(error.message).toMatch(/schema version 70.*versions up to \d+.*install the newer version/s);
    expect(readdirSync(dirname(file)).filter((name) => name.includes('backup'))).toEqual([]);
  });

  it('is refused where it is a folder, or lies below a file', async () => {
    const file = temporaryFile();
    mkdirSync(file);
    await expect(sqliteStore(file).open()).rejects.toThrow(StoreUnusableError);
    const below = join(await storedDatabase(), 'deals.db');
    await expect(sqliteStore(below).open()).rejects.toThrow(StoreUnavailableError);
    await expect(sqliteStore(below).open()).rejects.toThrow(/folder .* cannot be made \(E\w+\).*--db/);
  });
});

describe('a database of an older version', () => {
  it('is migrated after a copy was put beside it, deals and all', async () => {
    const file = await storedDatabase();
    await (await openDatabase(file, 1_000, NEXT)).close();
    expect(await sql(file, 'SELECT asin, note FROM deal')).toEqual([{ asin: dealOf().asin, note: null }]);
    expect(await sql(file, 'PRAGMA user_version')).toEqual([{ user_version: NEXT.length }]);
    const old = sqliteStore(backupOf(file));
    await old.open();
    expect(await old.deals.byAsin(1, [dealOf().asin])).toEqual([dealOf()]);
    await old.close();
  });

  it('is copied with what a killed process left in the write-ahead log', async () => {
    const file = temporaryFile();
    const alive = sqliteStore(file);
    await alive.open();
    await alive.commit({ deals: [dealOf()], nowMs: 1 });
    expect(existsSync(`${file}-wal`)).toBe(true);
    await (await openDatabase(file, 1_000, NEXT)).close();
    expect(await sql(backupOf(file), 'SELECT asin FROM deal')).toEqual([{ asin: dealOf().asin }]);
    await alive.close();
  });

  it('stays what it was where the migration fails, and keeps every copy', async () => {
    const file = await storedDatabase();
    await expect(openDatabase(file, 1_000, [...MIGRATIONS, Breaks1790000000099])).rejects.toThrow(/nowhere/);
    expect(await sql(file, 'PRAGMA user_version')).toEqual([{ user_version: MIGRATIONS.length }]);
    expect(await sql(file, "SELECT name FROM sqlite_master WHERE name = 'half_done'")).toEqual([]);
    await (await openDatabase(file, 1_000, NEXT)).close();
    const copies = readdirSync(dirname(file)).filter((name) => name.includes('backup'));
    expect(copies.sort()).toEqual([basename(backupOf(file)), `${basename(backupOf(file))}.2`]);
  });

  it('is migrated once where two open it at the same time', async () => {
    const file = await storedDatabase();
    const both = await Promise.all([openDatabase(file, 5_000, NEXT), openDatabase(file, 5_000, NEXT)]);
    await Promise.all(both.map((database) => database.close()));
    expect(await sql(file, 'SELECT count(*) AS migrations FROM schema_migration')).toEqual([{ migrations: NEXT.length }]);
  });
});

describe('a database that is busy', () => {
  async function lockedStore(busyTimeoutMs: number): Promise<{ store: ReturnType<typeof sqliteStore>; other: DataSource; file: string }> {
    const file = temporaryFile();
    const store = sqliteStore(file, { busyTimeoutMs });
    await store.open();
    const other = await new DataSource({ type: 'sqlite', database: file }).initialize();
    await other.query('BEGIN IMMEDIATE');
    return { store, other, file };
  }

  it('is waited for', async () => {
    const { store, other } = await lockedStore(30_000);
    const commit = store.commit({ deals: [dealOf()], nowMs: 1 });
    expect(await store.deals.find({ sort: 'title', descending: false })).toEqual([]);
    await other.query('COMMIT');
    expect(await commit).toMatchObject({ dealsNew: 1 });
    await other.destroy();
    await store.close();
  });

  it('is an error with a cure after the busy timeout, and usable again afterwards', async () => {
    const { store, other, file } = await lockedStore(100);
    const error: unknown = await store.commit({ deals: [dealOf()], nowMs: 1 }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreUnavailableError);
    expect((error as Error).message).toBe(
      `The database ${file} was locked by another process for longer than 100 ms. End that process, or raise busyTimeoutMs in the store's options.`,
    );
    await other.query('ROLLBACK');
    expect(await store.commit({ deals: [dealOf()], nowMs: 1 })).toMatchObject({ dealsNew: 1 });
    await other.destroy();
    await store.close();
  });
});

describe('a store', () => {
  it('says so where it is used before it is opened or after it is closed', async () => {
    const store = sqliteStore();
    await expect(store.jobStatus(1)).rejects.toThrow(/is not open: call open\(\) first/);
    await store.open();
    await store.open();
    await store.close();
    await store.close();
    await expect(store.commit({ nowMs: 1 })).rejects.toThrow(StoreUnavailableError);
  });

  it('finishes the writes it has begun before it closes', async () => {
    const file = temporaryFile();
    const store = sqliteStore(file);
    await store.open();
    const begun = store.observe('acc', {
      serverEndMs: 1,
      tokensLeft: 1,
      refillInMs: 1,
      refillPerMinute: 1,
      tokenFlowReduction: 0,
      tokensConsumed: 0,
    });
    await store.close();
    await begun;
    expect(await sql(file, 'SELECT account_id FROM account_bucket')).toEqual([{ account_id: 'acc' }]);
  });
});
