import { dealOf, refreshClaimOf } from '@smart-ingestor/conformance';
import { DataSource } from 'typeorm';
import { sqliteStore, temporaryFile } from '../testing/temporary-store';

const NOW = 1_767_225_600_000;
const DAY_MS = 86_400_000;

it('A deal that is deleted takes its price observations with it, and nobody else loses one', async () => {
  const file = temporaryFile();
  const store = sqliteStore(file);
  await store.open();
  const observed = ['A', 'B'].map((asin) => ({ domainId: 1, asin, observations: [{ priceType: 2, atMs: NOW, value: 1_500 }] }));
  await store.commit({
    deals: [dealOf({ asin: 'A', lastSeenMs: NOW }), dealOf({ asin: 'B', lastSeenMs: NOW + 9 * DAY_MS })],
    observations: observed,
    nowMs: NOW,
  });
  for (const nowMs of [NOW + DAY_MS, NOW + 4 * DAY_MS]) {
    const [claimed] = await store.deals.claimDue(refreshClaimOf({ limit: 1, seenBeforeMs: nowMs, nowMs }));
    await store.commit({ refreshed: [{ claimed: claimed!, deal: null, answered: true }], nowMs });
    const cutMs = nowMs - DAY_MS;
    await store.deals.prune({ jobId: 'books', domainId: 1, expireSeenBeforeMs: cutMs + 1, deleteExpiredBeforeMs: cutMs, limit: 10, nowMs });
  }
  await store.close();
  const source = await new DataSource({ type: 'sqlite', database: file }).initialize();
  expect(await source.query('SELECT asin FROM deal')).toEqual([{ asin: 'B' }]);
  expect(await source.query('SELECT asin FROM price_observation')).toEqual([{ asin: 'B' }]);
  await source.destroy();
});
