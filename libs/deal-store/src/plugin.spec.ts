import { DEAL_STORE, PROVIDER_OPTIONS, TOKEN_LEDGER } from '@smart-ingestor/contracts';
import { container } from 'tsyringe';
import { memory, sqlite } from './plugin';
import { SqliteDealStore } from './sqlite/sqlite-deal-store';
import { sqliteOptions } from './sqlite/sqlite-options';
import { memoryOptions } from './memory/memory-options';
import { temporaryFile } from './testing/temporary-store';

it.each([sqlite, memory])('$name fills the store and the ledger with one object', (plugin) => {
  expect(plugin).toMatchObject({ slot: DEAL_STORE, alsoFills: [TOKEN_LEDGER] });
});

it('keeps 14 days of raw responses and waits 30 s for a lock unless told otherwise', () => {
  expect(sqliteOptions.parse({})).toEqual({ path: './data/smart-ingestor.db', rawRetentionDays: 14, busyTimeoutMs: 30_000 });
});

it('names the range of every option that is out of it, all at once', () => {
  const result = sqliteOptions.safeParse({ path: ':memory:', rawRetentionDays: 366, busyTimeoutMs: 0.5, pragma: 'x' });
  expect(result.error?.issues.map((issue) => issue.message)).toEqual([
    expect.stringContaining("say store: { use: 'memory' }"),
    'rawRetentionDays must be from 1 to 365',
    'busyTimeoutMs must be a whole number of milliseconds from 100 to 600000',
    expect.stringContaining('pragma'),
  ]);
  expect(memoryOptions.safeParse({ path: 'x' }).success).toBe(false);
});

it('is built by the container and touches no disk before it is opened', async () => {
  const child = container.createChildContainer();
  child.register(PROVIDER_OPTIONS, { useValue: sqliteOptions.parse({ path: temporaryFile() }) });
  child.register(DEAL_STORE, { useClass: SqliteDealStore });
  const store = child.resolve<SqliteDealStore>(DEAL_STORE);
  await expect(store.jobStatus(1)).rejects.toThrow(/not open/);
  await store.open();
  expect(await store.jobStatus(1)).toEqual([]);
  await store.close();
});
