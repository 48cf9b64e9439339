import { cursorOf, feedMoveOf } from '@smart-ingestor/conformance';
import { ConfigError, type DealStore, StoreUnavailableError } from '@smart-ingestor/contracts';
import type { Job } from '@smart-ingestor/ingestion';
import { makeFeedsDue } from './due-feeds';
import { openStore } from './open-store';
import { chooseJobs } from './job-choice';

const NOW = Date.UTC(2026, 0, 2);
const HOUR_MS = 3_600_000;
const FEED = { jobId: 'books', feedHash: 'h1' };
const JOBS = [{ id: 'books', source: { feedHash: 'h1' } } as Job];

async function withStore(use: (store: DealStore) => Promise<void>): Promise<void> {
  const { store, close } = await openStore({ store: { use: 'memory' } }, { env: {} });
  await use(store).finally(close);
}

describe('feeds that are wanted whole', () => {
  const wanted = (store: DealStore, hours: number) => makeFeedsDue({ store, jobs: JOBS, owner: 'me', sinceMs: NOW - hours * HOUR_MS, nowMs: NOW });

  it('that were never read have a gap beyond the 12 hours that Keepa serves, and none within them', async () => {
    await withStore(async (store) => {
      expect(await wanted(store, 12)).toEqual([]);
      const [gap] = await wanted(store, 72);
      expect(gap).toEqual({ ...FEED, fromMs: NOW - 72 * HOUR_MS, toMs: NOW - 12 * HOUR_MS, reason: 'away', recordedMs: NOW });
      expect(await store.feeds.gaps({})).toEqual([gap]);
    });
  });

  it('of which a pass is under way begin anew, and keep what they covered: what was missed since the pass itself will say', async () => {
    await withStore(async (store) => {
      const cursor = cursorOf({ passStartedMs: NOW - HOUR_MS, passCompletedMs: NOW - 30 * HOUR_MS, coveredToMs: NOW - 31 * HOUR_MS, pagesRead: 4 });
      await store.commit({ feed: await feedMoveOf(store, cursor, NOW), nowMs: NOW });
      expect(await wanted(store, 72)).toEqual([]);
      expect(await store.feeds.cursor(FEED)).toEqual({ ...cursor, pagesRead: 0, lastRowCount: null });
    });
  });

  it('that another process reads are not touched', async () => {
    await withStore(async (store) => {
      await store.commit({ feed: await feedMoveOf(store, cursorOf({ passStartedMs: NOW }), NOW), nowMs: NOW });
      await store.feeds.claim(FEED, 'pass', { owner: 'other', leaseMs: 90_000, nowMs: NOW });
      await expect(wanted(store, 1)).rejects.toThrow(StoreUnavailableError);
      expect(await store.feeds.cursor(FEED)).toMatchObject({ pagesRead: 1 });
    });
  });
});

describe('a choice of jobs', () => {
  const jobs = { books: {}, music: {} } as unknown as Parameters<typeof chooseJobs>[0]['jobs'];

  it('is all of them, or those that are named', () => {
    expect(Object.keys(chooseJobs({ jobs }, undefined))).toEqual(['books', 'music']);
    expect(Object.keys(chooseJobs({ jobs }, ['music']))).toEqual(['music']);
  });

  it('names every unknown one with what was probably meant', () => {
    const problems = [`unknown job 'boks'; did you mean 'books'? Known: books, music.`, `unknown job 'x'. Known: books, music.`];
    expect(() => chooseJobs({ jobs }, ['boks', 'x'])).toThrow(new ConfigError(problems));
  });
});
