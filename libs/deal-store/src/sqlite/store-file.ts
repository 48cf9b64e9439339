import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StoreUnavailableError, StoreUnusableError } from '@smart-ingestor/contracts';
import { DataSource } from 'typeorm';
import { storeError, type StoreFile } from './store-errors';

/** `SMIN`: says that a SQLite file is ours. */
export const APPLICATION_ID = 0x53_4d_49_4e;

const SQLITE_OPEN_READONLY = 1;
const MAGIC = 'SQLite format 3\0';

/** Makes the folder of the database. @throws {StoreUnavailableError} */
export async function makeFolder(file: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
  } catch (error) {
    throw new StoreUnavailableError(
      `The folder ${dirname(file)} for the database cannot be made (${codeOf(error)}). Make it by hand, or name another place with --db or store.options.path.`,
    );
  }
}

/**
 * Schema version of an existing database, 0 where the file is new or empty. It only reads: what is not ours stays as it is.
 * @throws {StoreUnusableError} not SQLite, of another program, or newer than `latest`. @throws {StoreUnavailableError} not readable
 */
export async function schemaVersionOf(store: StoreFile, driver: object, latest: number): Promise<number> {
  if ((await leadingText(store.file)) === '') return 0;
  const probe = new DataSource({ type: 'sqlite', driver, database: store.file, flags: SQLITE_OPEN_READONLY, busyTimeout: store.busyTimeoutMs });
  try {
    await probe.initialize();
    const [{ user_version: version }] = await probe.query('PRAGMA user_version');
    const [{ application_id: owner }] = await probe.query('PRAGMA application_id');
    const [{ tables }] = await probe.query('SELECT count(*) AS tables FROM sqlite_master');
    return checkedVersion(store.file, { version, owner, tables }, latest);
  } catch (error) {
    throw storeError(error, store);
  } finally {
    if (probe.isInitialized) await probe.destroy();
  }
}

export function checkedVersion(file: string, found: { version: number; owner: number; tables: number }, latest: number): number {
  if (found.tables === 0) return 0;
  if (found.owner !== APPLICATION_ID) {
    throw new StoreUnusableError(
      `${file} is a database of another program. Nothing was changed in it: name another file with --db or store.options.path.`,
    );
  }
  if (found.version > latest) {
    throw new StoreUnusableError(
      `${file} has schema version ${found.version}, and this version of Smart Ingestor knows versions up to ${latest}. Nothing was changed in it: install the newer version, or name another file with --db or store.options.path.`,
    );
  }
  return found.version;
}

/** The first 16 bytes, checked: `''` where there is no file yet, or an empty one. */
async function leadingText(file: string): Promise<string> {
  let text = '';
  try {
    const handle = await open(file, 'r');
    try {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0);
      text = buffer.toString('latin1', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    if (codeOf(error) === 'EISDIR') throw new StoreUnusableError(`${file} is a folder: name a file with --db or store.options.path.`);
    throw new StoreUnavailableError(`The database ${file} cannot be read (${codeOf(error)}). Check that this user may read and write it.`);
  }
  if (text !== '' && text !== MAGIC) {
    throw new StoreUnusableError(`${file} is not a SQLite database. Nothing was changed in it: name another file with --db or store.options.path.`);
  }
  return text;
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
