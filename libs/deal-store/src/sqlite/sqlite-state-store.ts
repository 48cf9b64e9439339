import type { StateStore } from '@smart-ingestor/contracts';
import type { Database } from './database';

export class SqliteStateStore implements StateStore {
  constructor(private readonly database: () => Database) {}
}
