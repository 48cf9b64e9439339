import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** The driver belongs to the store's library, so it is asked for from there. */
const DRIVER_HOME = join(__dirname, '../../../../libs/deal-store');
const ASK = `
const [file, sql] = process.argv.slice(1);
const database = new (require('sqlite3').Database)(file, (error) => {
  if (error) throw error;
  database.all(sql, (error, rows) => {
    if (error) throw error;
    process.stdout.write(JSON.stringify(rows));
  });
});`;

function asked<Row>(file: string, sql: string): Row[] {
  return JSON.parse(execFileSync(process.execPath, ['-e', ASK, file, sql], { cwd: DRIVER_HOME, encoding: 'utf8' })) as Row[];
}

/** What SQLite itself says of a database file: `ok`, or what is wrong. */
export function integrityOf(file: string): string {
  return asked<{ integrity_check: string }>(file, 'PRAGMA integrity_check')
    .map(({ integrity_check }) => integrity_check)
    .join('\n');
}

/** How many versions (lastUpdates) of each ASIN ended as stored. */
export function storedVersionsOf(file: string): ReadonlyMap<string, number> {
  const rows = asked<{ asin: string; versions: number }>(
    file,
    "SELECT asin, count(*) AS versions FROM work_item WHERE state = 'stored' GROUP BY asin",
  );
  return new Map(rows.map(({ asin, versions }) => [asin, versions]));
}
