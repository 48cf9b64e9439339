import { cursorOf, dealOf, feedRowOf, newItemOf } from '@smart-ingestor/conformance';
import type { DealPage, FeedRow } from '@smart-ingestor/contracts';
import type { Job } from '../job';
import { jobOf, type Rig, rigOf, rowsOf } from '../testing/rig';
import { sendUnit, unitsOf } from '../testing/send-unit';

const HOUR_MS = 3_600_000;

/** Reads one page with these rows. */
async function scanned(rows: readonly FeedRow[], job: Job = jobOf({}, 3), prepare: (rig: Rig) => void = () => undefined): Promise<Rig> {
  const rig = rigOf({ jobs: [job] });
  rig.transport.pages = [rows, rows, rows];
  prepare(rig);
  await sendUnit(rig, unitsOf(rig).scan());
  return rig;
}

const cheapOnly = jobOf({
  filter: {
    ...jobOf().filter,
    judgeRow: ({ currentMinor }) => (currentMinor! > 2_000 ? { keep: false, reason: 'price-above-max' } : { keep: true }),
  },
});

describe('A page of the feed', () => {
  it('makes every row a durable item, rejected ones with their reason, and tells how many', async () => {
    const [cheap, dear] = [feedRowOf({ asin: 'CHEAP', currentMinor: 900 }), feedRowOf({ asin: 'DEAR', currentMinor: 9_000 })];
    const rig = await scanned([cheap, dear], cheapOnly);
    expect(rig.store.ends()).toEqual(['CHEAP: queued', 'DEAR: rejected(price-above-max)']);
    expect(rig.eventsOf('page.scanned')).toMatchObject([
      { page: 0, rows: 2, itemsAdded: 2, rejected: { 'price-above-max': 1 }, dealsRenewed: 0, passComplete: true },
    ]);
  });

  it('delivers items and cursor in the commit that settles it', async () => {
    const rig = await scanned(rowsOf(2));
    expect(rig.store.commits).toMatchObject([{ settlement: { callId: 'call-1' }, newItems: [{}, {}], cursor: { pagesRead: 1 }, raw: {} }]);
  });

  it('with two rows of one ASIN counts the newest, in whatever order they come', async () => {
    const [older, newer] = [feedRowOf({ lastUpdateMs: 1_000, title: 'older' }), feedRowOf({ lastUpdateMs: 2_000, title: 'newer' })];
    for (const rows of [
      [older, newer],
      [newer, older],
    ]) {
      const { store } = await scanned(rows);
      expect(store.rows).toMatchObject([{ lastUpdateMs: 2_000, feed: { title: 'newer' } }]);
    }
  });

  it('counts rows that cannot be read, and reads the others', async () => {
    const rig = rigOf();
    const page: DealPage = { rows: rowsOf(1), rowCount: 2, problems: [{ asin: null, message: 'no asin' }] };
    rig.transport.script = (request) => rig.transport.answer(request, 5, page);
    await sendUnit(rig, unitsOf(rig).scan());
    expect(rig.eventsOf('page.scanned')).toMatchObject([{ rows: 2, unreadableRows: 1, itemsAdded: 1 }]);
  });
});

describe('A known deal', () => {
  const known = dealOf({ feed: feedRowOf({ lastUpdateMs: 1_000 }), firstStoredMs: 1, lastSeenMs: 1 });
  const knows = (rig: Rig): void => void rig.store.deals.set(known.asin, known);

  it('is renewed from its row at 0 tokens: stored at once, its sighting added, nothing that was paid for lost', async () => {
    const row = feedRowOf({ lastUpdateMs: 2_000, currentMinor: 1_100 });
    const rig = await scanned([row], undefined, knows);
    expect(rig.store.ends()).toEqual([`${known.asin}: stored`]);
    expect(rig.store.deals.get(known.asin)).toMatchObject({ feed: row, product: known.product, firstStoredMs: 1, rejectedReason: null });
    expect(rig.store.commits[0]!.observations).toMatchObject([{ observations: [{ atMs: 2_000, value: 1_100 }, {}] }]);
    expect(rig.eventsOf('page.scanned')).toMatchObject([{ dealsRenewed: 1 }]);
  });

  it('that no longer passes is rejected, and the deal remembers why', async () => {
    const rig = await scanned([feedRowOf({ lastUpdateMs: 2_000, currentMinor: 9_000 })], cheapOnly, knows);
    expect(rig.store.ends()).toEqual([`${known.asin}: rejected(price-above-max)`]);
    expect(rig.store.deals.get(known.asin)).toMatchObject({ rejectedReason: 'price-above-max', product: known.product });
  });

  it('is not set back by a row that is older than what is stored', async () => {
    const rig = await scanned([feedRowOf({ lastUpdateMs: 500, currentMinor: 1 })], undefined, knows);
    expect(rig.store.deals.get(known.asin)).toBe(known);
    expect(rig.store.commits[0]!.observations).toEqual([]);
  });
});

describe('The cursor', () => {
  it('of a first page starts a pass at server time, and counts pages until the source says that the feed ends', async () => {
    const rig = await scanned(rowsOf(150));
    const startedMs = rig.time.nowMs();
    expect(rig.store.cursors.get('books')).toEqual({
      ...{ jobId: 'books', feedHash: 'h1', passStartedMs: startedMs, passCompletedMs: null, pagesRead: 1, lastRowCount: 150, pagesPerPass: 1 },
      newestUpdateMs: rowsOf(1)[0]!.lastUpdateMs,
    });
    rig.clock.advance(HOUR_MS);
    await sendUnit(rig, unitsOf(rig).scan());
    expect(rig.store.cursors.get('books')).toMatchObject({ passStartedMs: startedMs, pagesRead: 2, pagesPerPass: 2 });
    await sendUnit(rig, unitsOf(rig).scan());
    expect(rig.store.cursors.get('books')).toMatchObject({
      ...{ passStartedMs: startedMs, passCompletedMs: startedMs + HOUR_MS, pagesRead: 0, lastRowCount: null, pagesPerPass: 3 },
    });
    expect(rig.transport.sent.map(({ request }) => (request.endpoint === 'deal' ? request.page : null))).toEqual([0, 1, 2]);
  });

  it('of an interrupted pass goes on where it stopped', async () => {
    const rig = await scanned(rowsOf(1), undefined, ({ store, time }) =>
      store.cursors.set('books', cursorOf({ passStartedMs: time.nowMs() - HOUR_MS, pagesRead: 2, pagesPerPass: 9 })),
    );
    expect(rig.transport.sent[0]!.request).toMatchObject({ page: 2 });
    expect(rig.store.cursors.get('books')).toMatchObject({ passStartedMs: rig.time.nowMs() - HOUR_MS, pagesRead: 0, pagesPerPass: 3 });
  });

  it('of a pass that is older than the twelve hours of the feed starts anew, and keeps the end of the last complete pass', async () => {
    const rig = await scanned(rowsOf(150), undefined, ({ store, time }) =>
      store.cursors.set('books', cursorOf({ passStartedMs: time.nowMs() - 13 * HOUR_MS, passCompletedMs: 77, pagesRead: 2, pagesPerPass: 9 })),
    );
    expect(rig.transport.sent[0]!.request).toMatchObject({ page: 0 });
    expect(rig.store.cursors.get('books')).toMatchObject({ passStartedMs: rig.time.nowMs(), passCompletedMs: 77, pagesRead: 1, pagesPerPass: 9 });
  });

  it('remembers the newest lastUpdate of all pages, not of the last', async () => {
    const rig = await scanned([feedRowOf({ lastUpdateMs: 5 })], undefined, ({ store, time }) =>
      store.cursors.set('books', cursorOf({ passStartedMs: time.nowMs(), newestUpdateMs: 9 })),
    );
    expect(rig.store.cursors.get('books')).toMatchObject({ newestUpdateMs: 9 });
    expect((await scanned([])).store.cursors.get('books')).toMatchObject({ newestUpdateMs: null });
  });

  it('that another process moved while this one waited at the gate means that nothing is bought', async () => {
    const rig = rigOf({ jobs: [jobOf({}, 3)] });
    const unit = unitsOf(rig).scan();
    rig.store.cursors.set('books', cursorOf({ passStartedMs: rig.time.nowMs() }));
    await sendUnit(rig, unit);
    expect(rig.transport.sent).toEqual([]);
    expect([...rig.ledger.closings.values()]).toEqual([['cancelled']]);
  });
});

describe('Items that are known already', () => {
  it('are not added again by the next pass', async () => {
    const [row] = rowsOf(1);
    const rig = await scanned([row!], undefined, ({ store }) => store.add([newItemOf({ asin: row!.asin, lastUpdateMs: row!.lastUpdateMs })]));
    expect(rig.eventsOf('page.scanned')).toMatchObject([{ itemsAdded: 0 }]);
  });
});
