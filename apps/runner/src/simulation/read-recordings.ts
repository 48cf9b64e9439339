import { types } from 'node:util';
import { loadRecordings } from '@smart-ingestor/keepa-simulator';
import { UsageError } from '../usage-error';

/** @throws {UsageError} where the folder holds no recording or cannot be read. */
export function readRecordings(folder: string): ReturnType<typeof loadRecordings> {
  try {
    return loadRecordings(folder);
  } catch (error) {
    throw new UsageError([`--recordings: ${types.isNativeError(error) ? error.message : String(error)}`]);
  }
}
