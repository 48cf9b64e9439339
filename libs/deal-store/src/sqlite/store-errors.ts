import { StoreUnavailableError, StoreUnusableError } from '@smart-ingestor/contracts';

export interface StoreFile {
  /** Absolute path. */
  readonly file: string;
  readonly busyTimeoutMs: number;
}

/** SQLite's result code, `SQLITE_BUSY` for example; `null` for every other error. TypeORM wraps what the driver threw. */
export function sqliteCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const { code, driverError } = error as { code?: unknown; driverError?: unknown };
  if (typeof code === 'string' && code.startsWith('SQLITE_')) return code;
  return driverError === undefined || driverError === error ? null : sqliteCode(driverError);
}

/** Trouble that has nothing to do with what was asked becomes an error with a cure; every other error passes unchanged. */
export function storeError(error: unknown, { file, busyTimeoutMs }: StoreFile): unknown {
  switch (sqliteCode(error)) {
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return new StoreUnavailableError(
        `The database ${file} was locked by another process for longer than ${busyTimeoutMs} ms. End that process, or raise busyTimeoutMs in the store's options.`,
      );
    case 'SQLITE_FULL':
      return new StoreUnavailableError(`No space left for the database ${file}. Nothing of this write was kept: free some space and start again.`);
    case 'SQLITE_IOERR':
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_READONLY':
    case 'SQLITE_PERM':
      return new StoreUnavailableError(
        `The database ${file} cannot be read or written (${sqliteCode(error)}). Check the disk, and that this user may write the file and its folder.`,
      );
    case 'SQLITE_CORRUPT':
    case 'SQLITE_NOTADB':
      return new StoreUnusableError(
        `${file} is not a readable SQLite database (${sqliteCode(error)}). Restore a backup of it, or name another file with --db or store.options.path.`,
      );
    default:
      return error;
  }
}
