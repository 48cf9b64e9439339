import type { Tx } from './database';

/**
 * The only place for many rows at once. Rows per second for 50,000 upserts of ten columns: TypeORM's `upsert` 39.5 k, one JSON parameter
 * with `json_each` 64 k, several rows a statement through `query` in one transaction 94.6 k.
 */
export interface BulkInsert<R> {
  readonly table: string;
  readonly columns: readonly string[];
  readonly values: (row: R) => readonly (string | number | Buffer | null)[];
  /** What follows the values: `ON CONFLICT … DO UPDATE SET …`. */
  readonly conflict: string;
}

/** SQLite takes 32,766 parameters a statement; more than this many rows a statement was not faster. */
const MAX_PARAMETERS = 32_766;
export const ROWS_PER_STATEMENT = 100;

export async function insertRows<R>(tx: Tx, bulk: BulkInsert<R>, rows: readonly R[]): Promise<void> {
  for (const chunk of chunks(rows, rowsPerStatement(bulk))) await tx.query(insertSql(bulk, chunk.length), parametersOf(bulk, chunk));
}

/** As `insertRows`, and tells one column of every row as it is afterwards. */
export async function insertReturning<R, T>(tx: Tx, bulk: BulkInsert<R>, rows: readonly R[], column: string): Promise<readonly T[]> {
  const told: T[] = [];
  for (const chunk of chunks(rows, rowsPerStatement(bulk))) {
    // The leading space: TypeORM reads rows back only from statements that do not begin with INSERT.
    const returned: { told: T }[] = await tx.query(` ${insertSql(bulk, chunk.length)} RETURNING "${column}" AS told`, parametersOf(bulk, chunk));
    for (const row of returned) told.push(row.told);
  }
  return told;
}

/** Sets columns of rows known by their id. `rows` are `[id, value, …]` in the order of `columns`. */
export async function updateById(
  tx: Tx,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): Promise<void> {
  if (rows.length === 0) return;
  const fields = columns.map((column, index) => `value ->> ${index + 1} AS "${column}"`).join(', ');
  const set = columns.map((column) => `"${column}" = changed."${column}"`).join(', ');
  await tx.query(
    `UPDATE "${table}" SET ${set} FROM (SELECT value ->> 0 AS id, ${fields} FROM json_each(?)) AS changed WHERE "${table}".id = changed.id`,
    [JSON.stringify(rows)],
  );
}

function rowsPerStatement({ columns }: BulkInsert<never>): number {
  return Math.min(ROWS_PER_STATEMENT, Math.floor(MAX_PARAMETERS / columns.length));
}

function insertSql({ table, columns, conflict }: BulkInsert<never>, rows: number): string {
  const places = `(${columns.map(() => '?').join(',')})`;
  return `INSERT INTO "${table}" (${columns.map((column) => `"${column}"`).join(',')}) VALUES ${Array(rows).fill(places).join(',')} ${conflict}`;
}

function parametersOf<R>({ values }: BulkInsert<R>, rows: readonly R[]): unknown[] {
  const parameters: unknown[] = [];
  for (const row of rows) parameters.push(...values(row));
  return parameters;
}

export function chunks<R>(rows: readonly R[], size: number): readonly (readonly R[])[] {
  const parts: (readonly R[])[] = [];
  for (let start = 0; start < rows.length; start += size) parts.push(rows.slice(start, start + size));
  return parts;
}
