import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteDealStore } from '../sqlite/sqlite-deal-store';
import { sqliteOptions } from '../sqlite/sqlite-options';

const folders: string[] = [];

/** Path of a database that does not exist yet, in a folder of its own that goes away with the spec. */
export function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'deal-store-'));
  folders.push(folder);
  return join(folder, 'deals.db');
}

export function sqliteStore(path = temporaryFile(), options: Partial<{ rawRetentionDays: number; busyTimeoutMs: number }> = {}): SqliteDealStore {
  return new SqliteDealStore(sqliteOptions.parse({ path, ...options }));
}

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
