import { ConfigError, type DealStore, type StateRecord } from '@smart-ingestor/contracts';
import { SUITE_NOW_MS } from './bucket-states';
import { die, failureOf } from './deal-store-lanes';
import { productOf } from './deal-data';
import { claimOf, claimOne, cursorOf, dealOf, feedMoveOf, headOf, newItemOf } from './sample-data';

const NOW = SUITE_NOW_MS;
const FEED = { jobId: 'books', feedHash: 'h1' } as const;

/** What a person takes out, puts back and forgets while nothing runs. */
export function describeState(of: () => DealStore): void {
  it('gives back after a reset everything that was exported: claims, queue, dead items, purchases, cursors, gaps', async () => {
    await fill(of());
    const records = await exported(of());
    const before = await picture(of());
    await of().stateStore.reset();
    expect(await exported(of())).toEqual([]);
    expect(await of().jobStatus(NOW)).toEqual([]);
    expect(await of().stateStore.import(records)).toBe(records.length);
    expect(await picture(of())).toEqual(before);
    expect((await exported(of())).map(withoutFence).sort(byText)).toEqual(records.map(withoutFence).sort(byText));
    expect((await of().work.claim(claimOf())).map(({ asin }) => asin)).toEqual(['BEST', 'WAS-LEASED', 'LATER']);
    expect((await of().work.claim(claimOf({ nowMs: NOW + 5_000 }))).map(({ asin, attempts }) => [asin, attempts])).toEqual([['WAITS', 2]]);
  });

  it('exports one job alone, with the purchases for its items', async () => {
    await fill(of());
    const jobs = async (jobId?: string): Promise<unknown[]> => [
      ...new Set((await exported(of(), jobId)).map(({ row }) => row['job_id'] ?? row['asin'])),
    ];
    expect(await jobs('toys')).toEqual(['toys', 'SHARED']);
    expect((await jobs()).sort()).toEqual(['BEST', 'SHARED', 'books', 'toys']);
  });

  it('forgets one job and leaves the others, the deals and what others have bought', async () => {
    await fill(of());
    const toys = await exported(of(), 'toys');
    const gone = await of().stateStore.reset('books');
    expect(gone).toMatchObject({ work_item: 6, purchase: 1, feed_cursor: 1, feed_head: 1, coverage_gap: 1 });
    expect(await exported(of(), 'books')).toEqual([]);
    expect(await exported(of())).toEqual(toys);
    expect(await of().deals.byAsin(1, ['SHARED'])).toHaveLength(1);
    expect(await of().feeds.claim(FEED, 'pass', { owner: 'you', leaseMs: 1, nowMs: NOW })).not.toBeNull();
    expect(await of().work.queue('books', 'discover', NOW)).toMatchObject({ queued: 0, held: 0 });
    expect((await of().jobStatus(NOW)).map(({ jobId }) => jobId)).toEqual(['toys']);
  });

  describeImports(of);
}

function describeImports(of: () => DealStore): void {
  it('replaces rows of the same key, and fences out who held them', async () => {
    await of().commit({ newItems: [newItemOf({ value: 1 })], nowMs: NOW });
    const records = await exported(of());
    const held = await claimOne(of());
    await of().stateStore.import(records);
    expect(await claimOne(of(), { owner: 'you' })).toMatchObject({ asin: held.asin });
    expect(await of().commit({ transitions: [{ item: held, to: 'stored', reason: null }], nowMs: NOW })).toMatchObject({ fencedOut: 1 });
    expect((await of().jobStatus(NOW))[0]?.items).toMatchObject({ queued: 1, stored: 0 });
  });

  it('names every line that does not fit, and imports nothing of it', async () => {
    await of().commit({ newItems: [newItemOf()], nowMs: NOW });
    const [good] = await exported(of());
    const broken = { ...good!, row: { ...good!.row, asin: 'OTHER' } };
    const records: StateRecord[] = [
      broken,
      { table: 'deal', row: {} },
      { ...broken, row: { ...broken.row, state: 'stored', attempts: -1 } },
      { ...broken, row: { ...broken.row, feed: '{"asin":1}' } },
      { ...broken, row: { ...broken.row, colour: 'red' } },
    ];
    const error: unknown = await of()
      .stateStore.import(records)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).problems).toEqual([
      expect.stringMatching(/^Line 2: table "deal" is not one of .*work_item/),
      expect.stringMatching(/^Line 3: work_item: .*state must be queued, accepted or dead.*attempts must be/),
      expect.stringMatching(/^Line 4: work_item: .*feed .*asin/),
      expect.stringMatching(/^Line 5: work_item: unknown column colour/),
    ]);
    expect(await of().work.queue('books', 'discover', NOW)).toMatchObject({ queued: 1 });
  });
}

/** Six items of `books` (one of them finished, one leased, one waiting, one dead), two of `toys`, three purchases, a feed. */
async function fill(store: DealStore): Promise<void> {
  const asins = ['BEST', 'LATER', 'WAITS', 'SHARED'];
  await die(store, newItemOf({ asin: 'DEAD' }), NOW);
  await store.commit({ newItems: [newItemOf({ asin: 'WAS-LEASED', value: 4 })], nowMs: NOW });
  await claimOne(store);
  await store.commit({
    newItems: [...asins.map((asin, n) => newItemOf({ asin, value: 10 - n })), ...['SHARED', 'T'].map((asin) => newItemOf({ asin, jobId: 'toys' }))],
    deals: [dealOf({ asin: 'SHARED' })],
    purchases: ['BEST', 'SHARED'].map((asin) => ({
      domainId: 1,
      asin,
      lastUpdateMs: newItemOf().lastUpdateMs,
      stage: 'peek',
      product: productOf({ asin }),
    })),
    nowMs: NOW,
  });
  const claimed = await store.work.claim(claimOf());
  const failure = failureOf({ tokens: 3 });
  await store.commit({
    transitions: claimed.map((item) => {
      if (item.asin === 'WAITS') return { item, to: 'queued', reason: 'timeout', attempts: 2, notBeforeMs: NOW + 5_000, failure };
      return { item, to: item.asin === 'SHARED' ? 'stored' : 'queued', reason: null, value: item.asin === 'LATER' ? -1 : undefined };
    }),
    gaps: [{ ...FEED, fromMs: 1, toMs: 2, reason: 'away', recordedMs: NOW }],
    feed: await feedMoveOf(store, cursorOf()),
    nowMs: NOW,
  });
  const head = await store.feeds.claim(FEED, 'head', { owner: 'me', leaseMs: 90_000, nowMs: NOW });
  await store.commit({ feed: { lease: head!, head: headOf() }, nowMs: NOW });
  await store.feeds.claim(FEED, 'pass', { owner: 'me', leaseMs: 90_000, nowMs: NOW });
}

async function exported(store: DealStore, jobId?: string): Promise<StateRecord[]> {
  const records: StateRecord[] = [];
  for await (const record of store.stateStore.export(jobId)) records.push(JSON.parse(JSON.stringify(record)) as StateRecord);
  return records;
}

/** All that the work asks of what an export holds; what is leased counts as free, because nothing runs. */
async function picture(store: DealStore): Promise<unknown> {
  const { lastUpdateMs } = newItemOf();
  const { queued, held } = await store.work.queue('books', 'discover', NOW);
  return {
    open: queued + held,
    toys: await store.work.queue('toys', 'discover', NOW),
    dead: await store.work.dead({}),
    cursor: await store.feeds.cursor(FEED),
    head: await store.feeds.head(FEED),
    gaps: await store.feeds.gaps({}),
    purchases: await store.work.purchases(
      'peek',
      ['BEST', 'SHARED'].map((asin) => ({ domainId: 1, asin, lastUpdateMs })),
    ),
  };
}

function withoutFence({ table, row: { fence: _, ...row } }: StateRecord): StateRecord {
  return { table, row };
}

function byText(a: StateRecord, b: StateRecord): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
