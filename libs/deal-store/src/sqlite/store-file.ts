import { existsSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StoreUnavailableError, StoreUnusableError } from '@smart-ingestor/contracts';
import { DataSource } from 'typeorm';
import { BUSY_SLICE_MS, patiently } from './patience';
import { storeError, type StoreFile } from './store-errors';

/** `SMIN`: says that a SQLite file is ours. */
export const APPLICATION_ID = 0x53_4d_49_4e;

const SQLITE_OPEN_READONLY = 1;

/** Places in the header of a SQLite file. The schema cookie is 0 until the first table is made. */
const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;
const SCHEMA_COOKIE_AT = 40;
const VERSION_AT = 60;
const OWNER_AT = 68;

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
  const header = await headerOf(store.file);
  if (header === null) return;
  const { isEmpty, owner, version } = existsSync(`${store.file}-wal`) ? await askedIdentity(store, driver) : header;
  if (isEmpty) return;
  if (owner !== APPLICATION_ID) throw ofAnotherProgram(store.file);
  if (version > latest) throw newerVersion(store.file, version, latest);
}

interface Identity {
  readonly isEmpty: boolean;
  readonly owner: number;
  readonly version: number;
}

/**
 * Asks SQLite, for there is a write-ahead log that may hold a newer header than the file. Without one the file is not opened, because even
 * a reader would leave such a log behind.
 */
async function askedIdentity(store: StoreFile, driver: object): Promise<Identity> {
  const probe = new DataSource({ type: 'sqlite', driver, database: store.file, flags: SQLITE_OPEN_READONLY, busyTimeout: BUSY_SLICE_MS });
  try {
    await probe.initialize();
    // One statement, so that it is never half of a database that another process is making.
    const statement = `SELECT (SELECT user_version FROM pragma_user_version) AS version, (SELECT application_id FROM pragma_application_id) AS owner,
      count(*) = 0 AS isEmpty FROM sqlite_master`;
    const [found]: { version: number; owner: number; isEmpty: number }[] = await patiently(store.busyTimeoutMs, () => probe.query(statement));
    return { ...found!, isEmpty: found!.isEmpty === 1 };
  } catch (error) {
    throw storeError(error, store);
  } finally {
    if (probe.isInitialized) await probe.destroy();
  }
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

/** The first bytes of SQLite's file format (section 1.3), `null` where there is no file yet, or an empty one. */
async function headerOf(file: string): Promise<Identity | null> {
  const header = await firstBytes(file);
  if (header.length === 0) return null;
  if (header.length < HEADER_BYTES || header.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw new StoreUnusableError(`${file} is not a SQLite database. Nothing was changed in it: name another file with --db or store.options.path.`);
  }
  return { isEmpty: header.readUInt32BE(SCHEMA_COOKIE_AT) === 0, owner: header.readInt32BE(OWNER_AT), version: header.readInt32BE(VERSION_AT) };
}

async function firstBytes(file: string): Promise<Buffer> {
  try {
    const handle = await open(file, 'r');
    try {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return Buffer.alloc(0);
    if (codeOf(error) === 'EISDIR') throw new StoreUnusableError(`${file} is a folder: name a file with --db or store.options.path.`);
    throw new StoreUnavailableError(`The database ${file} cannot be read (${codeOf(error)}). Check that this user may read and write it.`);
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
