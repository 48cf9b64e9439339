import { dealOf, feedRowOf, productOf, refreshClaimOf } from '@smart-ingestor/conformance';
import { DataSource } from 'typeorm';
import { sqliteStore, temporaryFile } from '../../testing/temporary-store';
import { openDatabase } from '../open-database';
import { MIGRATIONS } from './migrations';

const NOW = 1_767_225_600_000;
const HOUR_MS = 3_600_000;

/** A database as version 1 wrote it: two deals, a purchase, and grants of the classes of then. */
async function versionOne(): Promise<string> {
  const file = temporaryFile();
  await (await openDatabase(file, 1_000, MIGRATIONS.slice(0, 1))).close();
  const source = await new DataSource({ type: 'sqlite', database: file }).initialize();
  for (const [asin, lastSeenMs] of [
    ['A', NOW - 1],
    ['B', NOW - 2],
  ]) {
    await source.query(
      `INSERT INTO deal (domain_id, asin, title, title_folded, updated_ms, first_stored_ms, last_seen_ms, last_write, margin_minor, feed, product)
        VALUES (1, ?, 't', 't', 1, ?, ?, 2, 1220, ?, ?)`,
      [asin, NOW, lastSeenMs, JSON.stringify(feedRowOf({ asin: String(asin) })), JSON.stringify(productOf({ asin: String(asin) }))],
    );
  }
  await source.query(`INSERT INTO purchase (domain_id, asin, last_update_ms, stage, product) VALUES (1, 'A', ?, 'peek', NULL)`, [NOW - 5]);
  await source.query(`INSERT INTO account_bucket VALUES ('acc', 200, ${NOW}, ${NOW + 30_000}, 5, 5, 0)`);
  const grants: [string, string, number, string, number | null][] = [
    ['scan', 'scan', NOW, 'settled', 5],
    ['peek', 'peek', NOW + 1, 'settled', 3],
    ['commit', 'commit', NOW + HOUR_MS, 'settled', 12],
    ['lost', 'commit', NOW + HOUR_MS, 'forfeited', null],
  ];
  for (const [callId, workClass, atMs, state, consumed] of grants) {
    await source.query(
      `INSERT INTO token_grant (call_id, account_id, granted_at_ms, work_class, endpoint, shape, items, expected_tokens, worst_tokens, state, consumed_tokens)
        VALUES (?, 'acc', ?, ?, 'product', 's', 1, 1, 13, ?, ?)`,
      [callId, atMs, workClass, state, consumed],
    );
  }
  await source.destroy();
  return file;
}

describe('a database of version 1', () => {
  it('names what was spent by the classes and stages of today, and adds it up', async () => {
    const store = sqliteStore(await versionOne());
    await store.open();
    const lines = await store.books.entries({ accountId: 'acc' });
    expect(Object.fromEntries(lines.map(({ callId, workClass, stage }) => [callId, `${workClass} ${stage}`]))).toEqual({
      scan: 'scan page',
      peek: 'discover peek',
      commit: 'discover commit',
      lost: 'discover commit',
    });
    expect(await store.books.totals('acc')).toEqual({
      consumedTokens: 20,
      requests: 4,
      byClass: [
        { workClass: 'discover', stage: 'commit', requests: 2, consumedTokens: 12 },
        { workClass: 'discover', stage: 'peek', requests: 1, consumedTokens: 3 },
        { workClass: 'scan', stage: 'page', requests: 1, consumedTokens: 5 },
      ],
      openGrants: 0,
      forfeitedGrants: 1,
    });
    expect(await store.books.totals('acc', NOW + 2)).toMatchObject({ requests: 2, consumedTokens: 12 });
    expect(await store.foreignSpend('acc', NOW)).toBeNull();
    await store.close();
  });

  it('has its deals refreshed by any job of their domain, longest unseen first, and prunes none that was never asked for', async () => {
    const store = sqliteStore(await versionOne());
    await store.open();
    const prune = { expireSeenBeforeMs: NOW, deleteExpiredBeforeMs: NOW, limit: 10, nowMs: NOW };
    expect(await store.deals.prune({ jobId: 'books', domainId: 1, ...prune })).toEqual({ expired: 0, deleted: 0 });
    const claimed = await store.deals.claimDue(refreshClaimOf());
    expect(claimed.map(({ deal }) => deal)).toEqual([
      dealOf({ asin: 'B', jobId: null, lastSeenMs: NOW - 2 }),
      dealOf({ asin: 'A', jobId: null, lastSeenMs: NOW - 1 }),
    ]);
    await store.close();
  });

  it('keeps what it bought as long as it would have been useful', async () => {
    const store = sqliteStore(await versionOne());
    await store.open();
    const retention = { itemsFinishedBeforeMs: 0, ledgerBeforeMs: 0, rawBeforeMs: 0, limit: 10 };
    expect(await store.stateStore.retain({ ...retention, purchasesBeforeMs: NOW - 5 })).toMatchObject({ purchase: 0 });
    expect(await store.stateStore.retain({ ...retention, purchasesBeforeMs: NOW - 4 })).toMatchObject({ purchase: 1 });
    await store.close();
  });
});
