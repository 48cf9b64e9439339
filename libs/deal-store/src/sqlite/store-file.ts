import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StoreUnavailableError, StoreUnusableError } from '@smart-ingestor/contracts';
import { DataSource } from 'typeorm';
import { BUSY_SLICE_MS, patiently } from './patience';
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
 * Looks whether the file is new, empty or ours. It only reads: what is not ours stays as it is.
 * @throws {StoreUnusableError} not SQLite, of another program, or newer than `latest`. @throws {StoreUnavailableError} not readable
 */
export async function checkFile(store: StoreFile, driver: object, latest: number): Promise<void> {
  if ((await leadingText(store.file)) === '') return;
  const probe = new DataSource({ type: 'sqlite', driver, database: store.file, flags: SQLITE_OPEN_READONLY, busyTimeout: BUSY_SLICE_MS });
  try {
    await probe.initialize();
    const { tables, owner, version } = await patiently(store.busyTimeoutMs, () => identityOf(probe));
    if (tables > 0 && owner !== APPLICATION_ID) throw ofAnotherProgram(store.file);
    if (tables > 0 && version > latest) throw newerVersion(store.file, version, latest);
  } catch (error) {
    throw storeError(error, store);
  } finally {
    if (probe.isInitialized) await probe.destroy();
  }
}

interface Identity {
  readonly version: number;
  readonly owner: number;
  readonly tables: number;
}

/** One statement, so that it is never half of a database that another process is making. */
async function identityOf(source: DataSource): Promise<Identity> {
  const [identity]: Identity[] = await source.query(
    'SELECT (SELECT user_version FROM pragma_user_version) AS version, (SELECT application_id FROM pragma_application_id) AS owner, count(*) AS tables FROM sqlite_master',
  );
  return identity!;
}

export function newerVersion(file: string, version: number, latest: number): StoreUnusableError {
  return new StoreUnusableError(
    `${file} has schema version ${version}, and this version of Smart Ingestor knows versions up to ${latest}. Nothing was changed in it: install the newer version, or name another file with --db or store.options.path.`,
  );
}

function ofAnotherProgram(file: string): StoreUnusableError {
  return new StoreUnusableError(
    `${file} is a database of another program. Nothing was changed in it: name another file with --db or store.options.path.`,
  );
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
