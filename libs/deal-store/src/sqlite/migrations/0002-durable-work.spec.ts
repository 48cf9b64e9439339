import { claimOf, cursorOf, dealOf, feedRowOf } from '@smart-ingestor/conformance';
import { DataSource } from 'typeorm';
import { sqliteStore, temporaryFile } from '../../testing/temporary-store';
import { openDatabase } from '../open-database';
import { MIGRATIONS } from './migrations';

const NOW = 1_767_225_600_000;

/** A database as version 1 wrote it: one item in every state, one leased, one waiting, two cursors. */
async function versionOne(): Promise<string> {
  const file = temporaryFile();
  await (await openDatabase(file, 1_000, MIGRATIONS.slice(0, 1))).close();
  const source = await new DataSource({ type: 'sqlite', database: file }).initialize();
  const items: [string, string, string | null, string | null, number][] = [
    ['FREE', 'queued', null, null, 0],
    ['NEWER', 'queued', null, null, 0],
    ['LEASED', 'queued', null, 'gone', NOW + 60_000],
    ['WAITS', 'queued', 'timeout', null, NOW + 5_000],
    ['PEEKED', 'accepted', null, null, 0],
    ['STORED', 'stored', null, null, 0],
    ['REJECTED', 'rejected', 'price-above-max', null, 0],
    ['DEAD', 'dead', 'poison', null, 0],
    ['OLD', 'superseded', null, null, 0],
  ];
  for (const [asin, state, reason, heldBy, heldUntilMs] of items) {
    const lastUpdateMs = NOW - (asin === 'NEWER' ? 1_000 : 2_000);
    await source.query(
      `INSERT INTO work_item (job_id, domain_id, asin, last_update_ms, state, reason, filter_hash, attempts, fence, held_by, held_from_ms, held_until_ms, feed)
        VALUES ('books', 1, ?, ?, ?, ?, 'f1', 0, 1, ?, ?, ?, ?)`,
      [asin, lastUpdateMs, state, reason, heldBy, heldUntilMs === 0 ? 0 : NOW, heldUntilMs, JSON.stringify(feedRowOf({ asin, lastUpdateMs }))],
    );
  }
  const cursor =
    'INSERT INTO feed_cursor (job_id, feed_hash, pass_started_ms, pass_completed_ms, pages_read, pages_per_pass) VALUES (?, ?, ?, ?, ?, 9)';
  await source.query(cursor, ['books', 'between', NOW - 9, NOW - 5, 0]);
  await source.query(cursor, ['books', 'within', NOW - 3, NOW - 5, 2]);
  await source.destroy();
  return file;
}

describe('a database of version 1', () => {
  it('keeps its queue, its holds and its counts', async () => {
    const store = sqliteStore(await versionOne());
    await store.open();
    expect(await store.work.queue('books', 'discover', NOW)).toEqual({ queued: 2, accepted: 1, held: 2, nextFreeAtMs: NOW + 5_000 });
    expect((await store.work.claim(claimOf({ nowMs: NOW }))).map(({ asin }) => asin)).toEqual(['NEWER', 'FREE']);
    expect((await store.work.claim(claimOf({ nowMs: NOW + 60_000 }))).map(({ asin }) => asin).sort()).toEqual(['LEASED', 'WAITS']);
    expect(await store.jobStatus(NOW)).toMatchObject([
      {
        items: { queued: 4, accepted: 1, stored: 1, rejected: 1, dead: 1, superseded: 1 },
        rejectedByReason: { 'price-above-max': 1 },
        oldestOpenMs: NOW - 2_000,
      },
    ]);
    expect(await store.work.dead({})).toMatchObject([{ asin: 'DEAD', reason: 'poison', tokensSpent: 0, failure: null, diedMs: NOW - 2_000 }]);
    await store.close();
  });

  it('knows what its feeds covered where the last pass is complete, and says so where it is not', async () => {
    const store = sqliteStore(await versionOne());
    await store.open();
    const unknown = { newestUpdateMs: null, oldestUpdateMs: null, lastRowCount: null, pagesPerPass: 9, passCompletedMs: NOW - 5 };
    const between = cursorOf({ ...unknown, feedHash: 'between', passStartedMs: NOW - 9, coveredToMs: NOW - 9, pagesRead: 0 });
    expect(await store.feeds.cursor({ jobId: 'books', feedHash: 'between' })).toEqual(between);
    const within = cursorOf({ ...unknown, feedHash: 'within', passStartedMs: NOW - 3, coveredToMs: null, pagesRead: 2 });
    expect(await store.feeds.cursor({ jobId: 'books', feedHash: 'within' })).toEqual(within);
    await store.close();
  });

  it('can be written like a new one', async () => {
    const store = sqliteStore(await versionOne());
    await store.open();
    const [item] = await store.work.claim(claimOf({ nowMs: NOW, limit: 1 }));
    const commit = { transitions: [{ item: item!, to: 'stored', reason: null }], deals: [dealOf({ asin: item!.asin })], nowMs: NOW } as const;
    expect(await store.commit(commit)).toMatchObject({ fencedOut: 0, dealsNew: 1 });
    expect((await store.jobStatus(NOW))[0]).toMatchObject({ items: { queued: 3, stored: 2 }, finishedLastHour: 4 });
    await store.close();
  });
});
