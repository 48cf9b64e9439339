import type { Format } from '../output/column';
import type { FlagReader } from './flag-reader';

/** A screenful: tables are read, the other formats are processed and so complete. */
export const TABLE_ROWS = 20;
const LIMIT = { min: 1, max: 1_000_000_000 };

/** `undefined` is "all". */
export function readLimit(flags: FlagReader, format: Format): number | undefined {
  return flags.integer('--limit', LIMIT) ?? (format === 'table' ? TABLE_ROWS : undefined);
}
