import type { RunStore } from '@smart-ingestor/contracts';
import type { Database } from './database';

export class SqliteRunStore implements RunStore {
  constructor(private readonly database: () => Database) {}
}
