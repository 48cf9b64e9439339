import type { BareSqlite } from './bare-sqlite';

export interface TableColumn {
  readonly name: string;
  readonly type: 'integer' | 'text' | 'real';
  readonly notnull: 0 | 1;
  /** Its place in the primary key, from 1; 0: none. */
  readonly pk: number;
}

export function columnsOf(database: BareSqlite, table: string): Promise<readonly TableColumn[]> {
  return database.all<TableColumn>('SELECT name, lower(type) AS type, "notnull", pk FROM pragma_table_info(?)', [table]);
}

/** Makes the same empty tables, indexes and triggers as the store made for itself, so that every side keeps the same ones. */
export async function copySchema(from: BareSqlite, to: BareSqlite): Promise<void> {
  const made = await from.all<{ sql: string }>(
    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type = 'table' DESC, type = 'trigger'",
  );
  for (const { sql } of made) await to.run(sql);
}

/**
 * Nobody may be faster by writing less.
 * @throws where a row of `table` is not the same, column by column, in the database and in the other file; tells how many there are.
 */
export async function mustHoldSameRows(database: BareSqlite, otherFile: string, table: string, except: readonly string[] = []): Promise<number> {
  const columns = (await columnsOf(database, table)).filter(({ name }) => !except.includes(name));
  const list = (prefix: string, some: readonly TableColumn[]): string => some.map(({ name }) => `${prefix}."${name}"`).join(', ');
  const key = columns.filter(({ pk }) => pk > 0);
  await database.run('ATTACH ? AS other', [otherFile]);
  const [counted] = await database.all<{ ours: number; theirs: number; same: number }>(
    `SELECT (SELECT count(*) FROM main."${table}") AS ours, (SELECT count(*) FROM other."${table}") AS theirs,
      (SELECT count(*) FROM main."${table}" a JOIN other."${table}" b ON (${list('a', key)}) = (${list('b', key)})
        WHERE (${list('a', columns)}) IS (${list('b', columns)})) AS same`,
  );
  await database.run('DETACH other');
  const { ours, theirs, same } = counted!;
  if (ours === 0 || ours !== theirs || ours !== same) {
    throw new Error(`The table ${table} holds ${ours} rows on our side and ${theirs} on the other, ${same} of them equal: their times say nothing.`);
  }
  return ours;
}
