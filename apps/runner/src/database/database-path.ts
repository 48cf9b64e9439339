import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Settings } from '@smart-ingestor/composition';
import { SIMULATED_DB, simulatedDbIn } from '../simulation/simulated-db';
import { UsageError } from '../usage-error';

/**
 * The database file to look into. @throws {UsageError} where there is none: opening would make an empty file, and an empty answer would look
 * like "no deals".
 */
export function existingDatabasePath({ store }: Settings, cwd: string): string {
  const { path } = (store.options ?? {}) as { readonly path?: unknown };
  if (typeof path !== 'string') throw new UsageError([`The store "${store.use}" keeps no file to look into. Name a database with --db <file>.`]);
  const file = resolve(cwd, path);
  if (existsSync(file)) return file;
  const makesOne = 'smart-ingestor run makes it (run --simulate one with simulated deals)';
  const cure = existsSync(simulatedDbIn(cwd)) ? `${makesOne}, or look into the simulated one with --db ${SIMULATED_DB}` : makesOne;
  throw new UsageError([`There is no database at ${file}: ${cure}.`]);
}
