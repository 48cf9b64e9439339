import { openStore, type StoreAccess, SystemClock } from '@smart-ingestor/composition';
import type { Clock } from '@smart-ingestor/contracts';
import { load } from '../config/load';
import type { ConfigFlagValues } from '../flags/config-flags';
import type { CliIo } from '../io';
import { existingDatabasePath } from './database-path';

export interface Database extends Omit<StoreAccess, 'close'> {
  readonly path: string;
  readonly clock: Clock;
}

/** Opens the configured database for one look; needs no key and no network. */
export async function withDatabase(values: ConfigFlagValues, io: CliIo, look: (database: Database) => Promise<void>): Promise<void> {
  const loaded = await load(values, io);
  const path = existingDatabasePath(loaded.config, io.cwd);
  const clock = new SystemClock();
  const { close, ...access } = await openStore(loaded, { clock, env: io.env });
  try {
    await look({ ...access, path, clock });
  } finally {
    await close();
  }
}
