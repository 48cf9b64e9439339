import { dealOf, feedRowOf, newItemOf } from '@smart-ingestor/conformance';
import { type FeedRow, LONGEST_PROCESSING_MS } from '@smart-ingestor/contracts';
import { cursorOf, headOf, pagesAsked, scanning } from '../testing/scanning';
import { HOUR_MS, MINUTE_MS, NOW_MS, pageOf, plainJob, plainRows, type UnitRig } from '../testing/unit-rig';

/** Three pages of 150, then one of `rest`. */
function feedPages(rest: number, newestMs = NOW_MS): FeedRow[][] {
  const rows = plainRows(450 + rest, newestMs);
  return [0, 150, 300, 450].map((from) => rows.slice(from, Math.min(from + 150, 450 + rest)));
}

const cheapOnly = {
  ...plainJob().filter,
  judgeRow: ({ currentMinor }: FeedRow) => (currentMinor! > 2_000 ? { keep: false as const, reason: 'price-above-max' } : { keep: true as const }),
};

describe('A page of the feed', () => {
  it('makes every row a durable item, rejected ones with their reason, and tells how many', async () => {
    const { rig, lane } = scanning({ job: plainJob({ filter: cheapOnly }), dealValue: { name: 'drop', valueOf: (row) => row.drop90Percent ?? 0 } });
    await rig.answer(lane, pageOf([feedRowOf({ asin: 'CHEAP', currentMinor: 900 }), feedRowOf({ asin: 'DEAR', currentMinor: 9_000 })]));
    expect(rig.store.ends()).toEqual(['CHEAP: queued', 'DEAR: rejected(price-above-max)']);
    expect(rig.store.items).toMatchObject([{ value: 63 }, { value: 63 }]);
    expect(rig.eventsOf('page.scanned')).toMatchObject([
      { part: 'pass', page: 0, rows: 2, itemsAdded: 2, rejected: { 'price-above-max': 1 }, dealsRenewed: 0, passComplete: true },
    ]);
  });

  it('delivers items and the move of the cursor in one commit, under its lease', async () => {
    const { rig, lane } = scanning();
    await rig.answer(lane, pageOf(plainRows(150)));
    expect(rig.store.commits).toMatchObject([{ newItems: { length: 150 }, feed: { lease: { part: 'pass', fence: 1 }, cursor: { pagesRead: 1 } } }]);
  });

  it('with two rows of one ASIN counts the newest, in whatever order they come', async () => {
    const [older, newer] = [feedRowOf({ lastUpdateMs: 1_000, title: 'older' }), feedRowOf({ lastUpdateMs: 2_000, title: 'newer' })];
    for (const rows of [
      [older, newer],
      [newer, older],
    ]) {
      const { rig, lane } = scanning();
      await rig.answer(lane, pageOf(rows));
      expect(rig.store.items).toMatchObject([{ lastUpdateMs: 2_000, feed: { title: 'newer' } }]);
    }
  });

  it('counts rows that cannot be read, and reads the others', async () => {
    const { rig, lane } = scanning();
    await rig.answer(lane, { rows: plainRows(1), rowCount: 2, problems: [{ asin: null, message: 'no asin' }] });
    expect(rig.eventsOf('page.scanned')).toMatchObject([{ rows: 2, unreadableRows: 1, itemsAdded: 1 }]);
  });

  it('that was read before adds nothing', async () => {
    const { rig, lane } = scanning();
    const [row] = plainRows(1);
    rig.store.add([newItemOf({ asin: row!.asin, lastUpdateMs: row!.lastUpdateMs })]);
    await rig.answer(lane, pageOf([row!]));
    expect(rig.eventsOf('page.scanned')).toMatchObject([{ itemsAdded: 0 }]);
  });
});

describe('A known deal', () => {
  const known = dealOf({ feed: feedRowOf({ lastUpdateMs: 1_000 }), firstStoredMs: 1, lastSeenMs: 1 });

  async function sighted(row: FeedRow, job = plainJob()): Promise<UnitRig> {
    const { rig, lane } = scanning({ job });
    rig.store.knows(known);
    await rig.answer(lane, pageOf([row]));
    return rig;
  }

  it('is renewed from its row at 0 tokens: stored at once, its sighting added, nothing that was paid for lost', async () => {
    const row = feedRowOf({ lastUpdateMs: 2_000, currentMinor: 1_100 });
    const { store, eventsOf, events } = await sighted(row);
    expect(store.ends()).toEqual([`${known.asin}: stored`]);
    expect(store.deal(known.asin)).toMatchObject({ feed: row, product: known.product, firstStoredMs: 1, lastSeenMs: NOW_MS, rejectedReason: null });
    expect(store.commits[0]!.observations).toMatchObject([{ observations: [{ atMs: 2_000, value: 1_100 }, {}] }]);
    expect(eventsOf.call({ events } as UnitRig, 'page.scanned')).toMatchObject([{ dealsRenewed: 1 }]);
  });

  it('that no longer passes is rejected, and the deal remembers why', async () => {
    const { store } = await sighted(feedRowOf({ lastUpdateMs: 2_000, currentMinor: 9_000 }), plainJob({ filter: cheapOnly }));
    expect(store.ends()).toEqual([`${known.asin}: rejected(price-above-max)`]);
    expect(store.deal(known.asin)).toMatchObject({ rejectedReason: 'price-above-max', product: known.product });
  });

  it('is not set back by a row that is older than what is stored', async () => {
    const { store } = await sighted(feedRowOf({ lastUpdateMs: 500, currentMinor: 1 }));
    expect(store.deal(known.asin)).toBe(known);
  });
});

describe('A pass', () => {
  it('reads pages until one is not full, whatever the order of their rows, and then rests for what its share affords', async () => {
    const { rig, lane } = scanning();
    for (const rows of feedPages(60)) {
      await rig.answer(lane, pageOf([...rows].reverse()));
      rig.nowMs += MINUTE_MS;
    }
    expect(pagesAsked(rig)).toEqual([0, 1, 2, 3]);
    expect(rig.store.items).toHaveLength(510);
    expect(rig.store.cursor).toMatchObject({
      ...{ passStartedMs: NOW_MS, passCompletedMs: NOW_MS + 3 * MINUTE_MS, coveredToMs: NOW_MS, pagesRead: 0, lastRowCount: null, pagesPerPass: 4 },
      ...{ newestUpdateMs: NOW_MS, oldestUpdateMs: NOW_MS - 509 * MINUTE_MS },
    });
    // 4 pages at 5/min and a share of 0.2: every 20 minutes, counted from the start, and asked for 5 minutes earlier.
    rig.nowMs = NOW_MS + 10 * MINUTE_MS;
    rig.store.head = headOf({ orderVerified: false, startedMs: rig.nowMs });
    expect(await rig.dueInMinutes(lane)).toBe(5);
  });

  it('ends with an empty page as with a partial one', async () => {
    const { rig, lane } = scanning();
    for (const rows of feedPages(0)) await rig.answer(lane, pageOf(rows));
    expect(rig.eventsOf('page.scanned').map(({ passComplete }) => passComplete)).toEqual([false, false, false, true]);
  });

  it('that was interrupted goes on where it stopped, and one older than the twelve hours of the feed starts anew', async () => {
    const { rig, lane } = scanning();
    rig.store.cursor = cursorOf({ passStartedMs: NOW_MS - HOUR_MS, pagesRead: 2, lastRowCount: 150 });
    await rig.answer(lane, pageOf(plainRows(150)));
    expect(rig.store.cursor).toMatchObject({ passStartedMs: NOW_MS - HOUR_MS, pagesRead: 3 });
    rig.store.cursor = cursorOf({ passStartedMs: NOW_MS - 13 * HOUR_MS, pagesRead: 2, lastRowCount: 150, passCompletedMs: 77 });
    await rig.answer(lane, pageOf(plainRows(150)));
    expect(rig.store.cursor).toMatchObject({ passStartedMs: NOW_MS, passCompletedMs: 77, pagesRead: 1, pagesPerPass: 9 });
    expect(pagesAsked(rig)).toEqual([2, 0]);
  });

  it('counts as begun when its first page was asked for, not when it came', async () => {
    const { rig, lane } = scanning();
    const loaded = await rig.load(lane);
    rig.nowMs += 2 * MINUTE_MS;
    await rig.digest(loaded, pageOf(plainRows(1)));
    expect(rig.store.cursor).toMatchObject({ passStartedMs: NOW_MS, coveredToMs: NOW_MS, passCompletedMs: NOW_MS + 2 * MINUTE_MS });
  });

  it('goes on after its first page also where the time was known so badly that it was asked for a day ago', async () => {
    const { rig, lane } = scanning();
    const loaded = await rig.load(lane);
    rig.nowMs += 24 * HOUR_MS;
    await rig.digest(loaded, pageOf(plainRows(150)));
    expect(rig.store.cursor).toMatchObject({ passStartedMs: rig.nowMs - LONGEST_PROCESSING_MS, pagesRead: 1 });
    await rig.answer(lane, pageOf(plainRows(1)));
    expect(pagesAsked(rig)).toEqual([0, 1]);
  });

  it('is not told as complete where another process has moved the cursor meanwhile', async () => {
    const { rig, lane } = scanning();
    rig.store.cursor = cursorOf({ coveredToMs: NOW_MS - 48 * HOUR_MS, passStartedMs: NOW_MS - 48 * HOUR_MS, pagesRead: 0 });
    const loaded = await rig.load(lane);
    await rig.store.feeds.claim({ jobId: 'books', feedHash: 'h1' }, 'pass', { leaseMs: HOUR_MS, nowMs: NOW_MS + HOUR_MS });
    await rig.digest(loaded, pageOf(plainRows(1)));
    expect(rig.eventsOf('page.scanned')).toMatchObject([{ itemsAdded: 1, passComplete: false }]);
    expect(rig.eventsOf('coverage.gap')).toEqual([]);
  });

  it('finds every row of a feed whose rows move between its pages, in the next pass at the latest', async () => {
    const { rig, lane } = scanning({ job: plainJob({}, 9) }, 'now');
    let rows = plainRows(1_200, NOW_MS).map((row) => ({ ...row, lastUpdateMs: NOW_MS - 6 * HOUR_MS }));
    for (let page = 0; page < 18; page += 1) {
      const at = (page % 9) * 150;
      await rig.answer(lane, pageOf(rows.slice(at, at + 150)));
      rows = [...rows.slice(97), ...rows.slice(0, 97)];
      rig.nowMs += 5_000;
      if (page === 8) rig.nowMs += 60 * MINUTE_MS;
    }
    expect(rig.store.items.length).toBeGreaterThanOrEqual(1_194);
  });

  it.each([
    ['absent', null],
    ['of 2014', cursorOf({ passStartedMs: 1_400_000_000_000, passCompletedMs: 1_400_000_000_000, coveredToMs: 1_400_000_000_000 })],
    [
      'of 30 days ago',
      cursorOf({ passStartedMs: NOW_MS - 720 * HOUR_MS, passCompletedMs: NOW_MS - 720 * HOUR_MS, coveredToMs: NOW_MS - 720 * HOUR_MS }),
    ],
    ['in the future', cursorOf({ passStartedMs: NOW_MS + 26 * HOUR_MS, passCompletedMs: NOW_MS + 26 * HOUR_MS, coveredToMs: NOW_MS + 26 * HOUR_MS })],
    ['in the future and running', cursorOf({ passStartedMs: NOW_MS + HOUR_MS, pagesRead: 4, lastRowCount: 150 })],
  ])('with a cursor %s starts at once and at page 0, is bounded, and delivers every row', async (_when, cursor) => {
    const { rig, lane } = scanning();
    rig.store.cursor = cursor;
    for (let page = 0; page < 67; page += 1) await rig.answer(lane, pageOf(plainRows(page < 66 ? 150 : 100, NOW_MS, `P${page}-`)));
    expect(pagesAsked(rig)).toEqual(Array.from({ length: 67 }, (_, page) => page));
    expect(rig.store.items).toHaveLength(10_000);
    expect(rig.store.cursor).toMatchObject({ pagesRead: 0, coveredToMs: NOW_MS, passStartedMs: NOW_MS });
  });

  it('is not moved by times that cannot be true: more than a day ahead, or a day behind', async () => {
    const { rig, lane } = scanning();
    rig.store.cursor = cursorOf({ passStartedMs: NOW_MS - HOUR_MS, newestUpdateMs: NOW_MS + 48 * HOUR_MS });
    const wrong = [NOW_MS + 25 * HOUR_MS, NOW_MS - 25 * HOUR_MS, NOW_MS - 7, NOW_MS - 9];
    await rig.answer(lane, pageOf(wrong.map((lastUpdateMs, n) => feedRowOf({ asin: `W${n}`, lastUpdateMs }))));
    expect(rig.store.cursor).toMatchObject({ newestUpdateMs: NOW_MS - 7, oldestUpdateMs: NOW_MS - 9 });
    expect(rig.store.items).toHaveLength(4);
  });
});

describe('What a pass could not show', () => {
  it('is a gap where nothing was read for longer than the feed reaches back', async () => {
    const { rig, lane } = scanning();
    const coveredToMs = NOW_MS - 20 * HOUR_MS;
    rig.store.cursor = cursorOf({ passStartedMs: coveredToMs, passCompletedMs: coveredToMs, coveredToMs });
    await rig.answer(lane, pageOf([feedRowOf({ lastUpdateMs: NOW_MS - HOUR_MS })]));
    const gap = { jobId: 'books', feedHash: 'h1', fromMs: coveredToMs, toMs: NOW_MS - 12 * HOUR_MS, reason: 'away', recordedMs: NOW_MS };
    expect(rig.store.gapsRecorded).toEqual([gap]);
    expect(rig.eventsOf('coverage.gap')).toEqual([{ type: 'coverage.gap', gap }]);
  });

  it('reaches only to the oldest row that was delivered', async () => {
    const { rig, lane } = scanning();
    const coveredToMs = NOW_MS - 20 * HOUR_MS;
    rig.store.cursor = cursorOf({ passStartedMs: coveredToMs, passCompletedMs: coveredToMs, coveredToMs });
    await rig.answer(lane, pageOf([feedRowOf({ lastUpdateMs: NOW_MS - 18 * HOUR_MS })]));
    expect(rig.store.gapsRecorded).toMatchObject([{ toMs: NOW_MS - 18 * HOUR_MS }]);
  });

  it('is nothing after eleven hours, nor in the first pass of all', async () => {
    for (const cursor of [null, cursorOf({ passStartedMs: NOW_MS - 11 * HOUR_MS, coveredToMs: NOW_MS - 11 * HOUR_MS })]) {
      const { rig, lane } = scanning();
      rig.store.cursor = cursor;
      await rig.answer(lane, pageOf(plainRows(3)));
      expect(rig.store.gapsRecorded).toEqual([]);
    }
  });

  it('is a gap where more rows matched than Keepa serves', async () => {
    for (const [rows, gaps] of [
      [99, []],
      [100, [{ fromMs: NOW_MS - HOUR_MS, toMs: NOW_MS - 60_000, reason: 'row-limit' }]],
    ] as const) {
      const { rig, lane } = scanning();
      rig.store.cursor = cursorOf({ passStartedMs: NOW_MS - 60_000, coveredToMs: NOW_MS - HOUR_MS, pagesRead: 66, lastRowCount: 150 });
      rig.store.head = headOf();
      await rig.answer(lane, pageOf(plainRows(rows)));
      expect(rig.store.gapsRecorded).toMatchObject(gaps);
    }
  });
});
