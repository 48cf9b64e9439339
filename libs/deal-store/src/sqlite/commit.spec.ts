import { gunzipSync } from 'node:zlib';
import { dealOf, newItemOf, rawResponseOf, readingOf, reserveRequestOf } from '@smart-ingestor/conformance';
import { DataSource } from 'typeorm';
import { sqliteStore, temporaryFile } from '../testing/temporary-store';
import type { SqliteDealStore } from './sqlite-deal-store';

const DAY_MS = 86_400_000;
const NOW = 1_767_225_600_000;

describe('a commit to SQLite', () => {
  let file: string;
  let store: SqliteDealStore;
  let other: DataSource;
  beforeEach(async () => {
    file = temporaryFile();
    store = sqliteStore(file, { rawRetentionDays: 2 });
    await store.open();
    other = await new DataSource({ type: 'sqlite', database: file }).initialize();
  });
  afterEach(async () => {
    await other.destroy();
    await store.close();
  });

  it('keeps the bytes that were paid for, compressed, with the call and the account that paid', async () => {
    const body = JSON.stringify({ deals: Array.from({ length: 500 }, () => ({ asin: 'B000000000' })) });
    await store.observe('acc', readingOf());
    await store.reserve(reserveRequestOf('a'));
    await store.commit({ settlement: { callId: 'a', reading: readingOf() }, raw: rawResponseOf(body), nowMs: NOW });
    const [row] = await other.query('SELECT * FROM raw_response');
    expect(row).toMatchObject({ account_id: 'acc', call_id: 'a', received_at_ms: NOW, endpoint: 'deal', request: '{"page":0}', status: 200 });
    expect(gunzipSync(row.body_gzip).toString()).toBe(body);
    expect(row.body_gzip.length).toBeLessThan(body.length / 10);
  });

  it('lets go of raw responses that are older than the retention, by and by', async () => {
    for (let day = 0; day <= 5; day += 1) await store.commit({ raw: rawResponseOf('{}'), nowMs: NOW + day * DAY_MS });
    expect(await other.query('SELECT (received_at_ms - ?) / ? AS day FROM raw_response', [NOW, DAY_MS])).toEqual([
      { day: 3 },
      { day: 4 },
      { day: 5 },
    ]);
  });

  it('stores and counts more deals than fit one statement', async () => {
    const deals = Array.from({ length: 250 }, (_, n) => dealOf({ asin: `B${n}` }));
    expect(await store.commit({ deals, nowMs: NOW })).toMatchObject({ dealsNew: 250, dealsChanged: 0 });
    const renewed = deals.map((deal, n) => (n === 0 || n === 249 ? { ...deal, marginMinor: 7 } : deal));
    expect(await store.commit({ deals: renewed, nowMs: NOW })).toMatchObject({ dealsNew: 0, dealsChanged: 2 });
    expect((await store.deals.byAsin(1, ['B0', 'B249'])).map((deal) => deal.marginMinor)).toEqual([7, 7]);
  });

  it('keeps each price observation once, as it was last seen', async () => {
    const seen = (value: number | null): Parameters<SqliteDealStore['commit']>[0] => ({
      observations: [
        {
          domainId: 1,
          asin: 'A',
          observations: [
            { priceType: 2, atMs: NOW, value },
            { priceType: 3, atMs: NOW, value: 7 },
          ],
        },
      ],
      nowMs: NOW,
    });
    await store.commit(seen(900));
    await store.commit(seen(null));
    expect(await other.query('SELECT price_type, value FROM price_observation ORDER BY price_type')).toEqual([
      { price_type: 2, value: null },
      { price_type: 3, value: 7 },
    ]);
  });

  it('takes a page of the longest histories in one transaction', async () => {
    const history = Array.from({ length: 40_000 }, (_, n) => ({ priceType: n % 4, atMs: NOW + n, value: n }));
    await store.commit({ observations: [{ domainId: 1, asin: 'A', observations: history }], nowMs: NOW });
    expect(await other.query('SELECT count(*) AS points FROM price_observation')).toEqual([{ points: 40_000 }]);
  });

  it('rolls everything back, the settlement too, where its last table refuses', async () => {
    await store.observe('acc', readingOf());
    await store.reserve(reserveRequestOf('a'));
    await other.query("CREATE TRIGGER refuse BEFORE INSERT ON price_observation BEGIN SELECT raise(ABORT, 'refused'); END");
    const commit = {
      settlement: { callId: 'a', reading: readingOf({ serverEndMs: NOW + 1, tokensLeft: 3 }) },
      raw: rawResponseOf('{}'),
      newItems: [newItemOf()],
      deals: [dealOf()],
      observations: [{ domainId: 1, asin: 'A', observations: [{ priceType: 2, atMs: NOW, value: 1 }] }],
      nowMs: NOW,
    };
    await expect(store.commit(commit)).rejects.toThrow(/refused/);
    expect(await store.books.totals('acc')).toMatchObject({ openGrants: 1, consumedTokens: 0 });
    expect(await store.state('acc', NOW)).toMatchObject({ balanceTokens: 200, reservedWorstTokens: 10 });
    const [left] = await other.query(
      'SELECT (SELECT count(*) FROM deal) + (SELECT count(*) FROM work_item) + (SELECT count(*) FROM raw_response) AS n',
    );
    expect(left.n).toBe(0);
    await other.query('DROP TRIGGER refuse');
    expect(await store.commit(commit)).toMatchObject({ itemsAdded: 1, dealsNew: 1 });
  });
});
