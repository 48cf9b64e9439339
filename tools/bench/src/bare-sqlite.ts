import sqlite3 from 'sqlite3';

/**
 * What the store sets on the connection that writes. It also sets `busy_timeout`, and TypeORM `foreign_keys`; neither costs anything here.
 * Equal on every side, or the figures would compare settings.
 */
export const SETTINGS = ['journal_mode = WAL', 'synchronous = NORMAL', 'cache_size = -65536', 'wal_autocheckpoint = 8000'] as const;

export type Value = string | number | null;

/** sqlite3's own API with promises instead of callbacks, and nothing more. */
export class BareSqlite {
  private readonly prepared: sqlite3.Statement[] = [];

  private constructor(private readonly database: sqlite3.Database) {}

  static async open(file: string): Promise<BareSqlite> {
    const database = await new Promise<sqlite3.Database>((resolve, reject) => {
      const opening: sqlite3.Database = new sqlite3.Database(file, (error) => (error === null ? resolve(opening) : reject(error)));
    });
    const bare = new BareSqlite(database);
    for (const setting of SETTINGS) await bare.run(`PRAGMA ${setting}`);
    return bare;
  }

  run(sql: string, values: readonly Value[] = []): Promise<void> {
    return new Promise((resolve, reject) => this.database.run(sql, values, (error) => (error === null ? resolve() : reject(error))));
  }

  all<R>(sql: string, values: readonly Value[] = []): Promise<readonly R[]> {
    return new Promise((resolve, reject) => this.database.all<R>(sql, values, (error, rows) => (error === null ? resolve(rows) : reject(error))));
  }

  /** Compiled once, run often. */
  prepare(sql: string): (values: readonly Value[]) => Promise<void> {
    const statement = this.database.prepare(sql);
    this.prepared.push(statement);
    return (values) => new Promise((resolve, reject) => statement.run(values, (error: Error | null) => (error === null ? resolve() : reject(error))));
  }

  close(): Promise<void> {
    for (const statement of this.prepared) statement.finalize();
    return new Promise((resolve, reject) => this.database.close((error) => (error === null ? resolve() : reject(error))));
  }
}
