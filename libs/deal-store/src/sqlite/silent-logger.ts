import type { Logger } from 'typeorm';

/** TypeORM prints failed migrations even with logging off; every error reaches the caller anyway. */
export const SILENT_LOGGER: Logger = {
  logQuery: () => undefined,
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
  logMigration: () => undefined,
  log: () => undefined,
};
