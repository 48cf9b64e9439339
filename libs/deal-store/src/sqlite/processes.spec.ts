import { readingOf } from '@smart-ingestor/conformance';
import { DataSource } from 'typeorm';
import { Child } from '../testing/child';
import { sqliteStore, temporaryFile } from '../testing/temporary-store';

const DEALS_PER_COMMIT = 150;

describe('several processes on one database', () => {
  it('together never reserve more than the policy allows, and none of them fails for want of the lock', async () => {
    const file = temporaryFile();
    const store = sqliteStore(file);
    await store.open();
    await store.observe('acc', readingOf({ tokensLeft: 1_500 }));
    const children = ['a', 'b', 'c'].map((name) => new Child('reserves', file, name, '100'));
    const granted = await Promise.all(children.map(async (child) => Number(await child.line())));
    expect(granted.reduce((sum, n) => sum + n, 0)).toBe(150);
    expect(await store.books.totals('acc')).toMatchObject({ openGrants: 150 });
    await store.close();
  }, 60_000);

  it('may create it at the same time', async () => {
    const file = temporaryFile();
    const children = ['a', 'b', 'c'].map((name) => new Child('reserves', file, name, '1'));
    expect(await Promise.all(children.map((child) => child.line()))).toEqual(['0', '0', '0']);
  }, 60_000);
});

describe('kill -9 in the middle of commits', () => {
  it('leaves each commit whole or not there at all, and the next process carries on', async () => {
    const file = temporaryFile();
    let from = 1;
    for (const pagesBeforeTheEnd of [1, 3, 6]) {
      const child = new Child('commits', file, String(from));
      let acknowledged = 0;
      for (let n = 0; n < pagesBeforeTheEnd; n += 1) acknowledged = Number(await child.line());
      await child.kill();
      const pages = await pagesIn(file);
      expect(pages).toBeGreaterThanOrEqual(acknowledged);
      from = pages + 1;
    }
  }, 60_000);
});

/** How many pages are in the database; fails where any table disagrees. */
async function pagesIn(file: string): Promise<number> {
  const store = sqliteStore(file);
  await store.open();
  const cursor = await store.feeds.cursor({ jobId: 'books', feedHash: 'h1' });
  const [status] = await store.jobStatus(1);
  const totals = await store.books.totals('acc');
  await store.close();
  const pages = cursor!.pagesRead;
  expect(status).toMatchObject({ items: { queued: pages * DEALS_PER_COMMIT } });
  expect(totals.consumedTokens).toBe(pages * 5);

  const source = await new DataSource({ type: 'sqlite', database: file }).initialize();
  const count = async (table: string): Promise<number> => (await source.query(`SELECT count(*) AS n FROM ${table}`))[0].n;
  expect(await source.query('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  expect(await count('deal')).toBe(pages * DEALS_PER_COMMIT);
  expect(await count('price_observation')).toBe(pages * DEALS_PER_COMMIT);
  expect(await count('raw_response')).toBe(pages);
  await source.destroy();
  return pages;
}
