import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** The driver belongs to the store's library, so it is asked for from there. */
const DRIVER_HOME = join(__dirname, '../../../../libs/deal-store');
const ASK = `
const [file] = process.argv.slice(1);
const database = new (require('sqlite3').Database)(file, (error) => {
  if (error) throw error;
  database.get('PRAGMA integrity_check', (error, row) => {
    if (error) throw error;
    process.stdout.write(row.integrity_check);
  });
});`;

/** What SQLite itself says of a database file: `ok`, or what is wrong. */
export function integrityOf(file: string): string {
  return execFileSync(process.execPath, ['-e', ASK, file], { cwd: DRIVER_HOME, encoding: 'utf8' });
}
