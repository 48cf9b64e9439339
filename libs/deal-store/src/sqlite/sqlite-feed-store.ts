import type { FeedCursor, FeedKey, FeedStore } from '@smart-ingestor/contracts';
import type { Database } from './database';
import { loadCursor } from './sqlite-status';

export class SqliteFeedStore implements FeedStore {
  constructor(private readonly database: () => Database) {}

  async cursor({ jobId, feedHash }: FeedKey): Promise<FeedCursor | null> {
    return this.database().read((manager) => loadCursor(manager, jobId, feedHash));
  }
}
