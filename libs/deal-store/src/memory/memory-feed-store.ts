import type { FeedCursor, FeedKey, FeedMove, FeedStore } from '@smart-ingestor/contracts';

export class MemoryFeedStore implements FeedStore {
  private readonly cursors = new Map<string, FeedCursor>();

  async cursor(feed: FeedKey): Promise<FeedCursor | null> {
    return this.cursors.get(feedKey(feed)) ?? null;
  }

  move({ cursor }: FeedMove): void {
    if (cursor !== undefined) this.cursors.set(feedKey(cursor), cursor);
  }

  allCursors(): readonly FeedCursor[] {
    return [...this.cursors.values()];
  }
}

function feedKey({ jobId, feedHash }: FeedKey): string {
  return `${feedHash}/${jobId}`;
}
