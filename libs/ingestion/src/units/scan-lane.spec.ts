import { dealOf, feedRowOf, newItemOf } from '@smart-ingestor/conformance';
import type { FeedCursor, FeedHead, FeedRow } from '@smart-ingestor/contracts';
import { HOUR_MS, MINUTE_MS, NOW_MS, pageOf, plainJob, plainRows, UnitRig, type UnitRigOptions } from '../testing/unit-rig';
import type { Passes } from './lanes';
import { ScanLane } from './scan-lane';

function scanning(options: UnitRigOptions = {}, passes: Passes = 'due'): { rig: UnitRig; lane: ScanLane } {
  const rig = new UnitRig({ pace: { headShare: 0.125 }, ...options });
  return { rig, lane: new ScanLane(rig.job, rig.parts, passes) };
}

const cursorOf = (fields: Partial<FeedCursor> = {}): FeedCursor => ({
  ...{ jobId: 'books', feedHash: 'h1', passStartedMs: NOW_MS, passCompletedMs: NOW_MS, coveredToMs: NOW_MS, pagesRead: 0, lastRowCount: null },
  ...{ pagesPerPass: 9, newestUpdateMs: NOW_MS, oldestUpdateMs: NOW_MS - HOUR_MS },
  ...fields,
});

const headOf = (fields: Partial<FeedHead> = {}): FeedHead => ({
  ...{ jobId: 'books', feedHash: 'h1', reachedMs: NOW_MS, startedMs: NOW_MS, pagesRead: 0, newestCreatedMs: NOW_MS, runningNewestCreatedMs: null },
  orderVerified: true,
  ...fields,
});

const pagesAsked = (rig: UnitRig): (number | null)[] => rig.requests.map((request) => (request.endpoint === 'deal' ? request.page : null));

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

describe('Another process that reads the same feed', () => {
  it('is left alone: nothing is bought, and it is worth another look soon', async () => {
    const { rig, lane } = scanning();
    rig.store.readElsewhereUntilMs.pass = NOW_MS + HOUR_MS;
    expect((await rig.load(lane)).request).toBeNull();
    const due = await rig.dueInMinutes(lane);
    expect(due).toBeGreaterThan(0);
    expect(due).toBeLessThanOrEqual(1.5);
  });

  it('may have read the page while this one waited for tokens: it is not bought again', async () => {
    const { rig, lane } = scanning();
    const unit = await rig.unit(lane);
    rig.store.cursor = cursorOf();
    const loaded = await unit.load(1, rig.nowMs);
    expect(loaded.request).toBeNull();
    // The lease was not kept.
    expect(await rig.store.feeds.claim(cursorOf(), 'pass', { leaseMs: 1, nowMs: rig.nowMs })).not.toBeNull();
  });

  it('may have read one page of several: the next one is bought', async () => {
    const { rig, lane } = scanning();
    const unit = await rig.unit(lane);
    rig.store.cursor = cursorOf({ pagesRead: 3, lastRowCount: 150 });
    expect((await unit.load(1, rig.nowMs)).request).toMatchObject({ page: 3 });
  });
});

describe('A page in our own hands', () => {
  it('is not asked for twice at once', async () => {
    const { rig, lane } = scanning();
    const loaded = await rig.load(lane);
    expect(await rig.dueInMinutes(lane)).toBeGreaterThan(0);
    await rig.digest(loaded, pageOf(plainRows(150)));
    expect(await rig.dueInMinutes(lane)).toBe(0);
  });

  it('that failed gives its lease back and waits its turn; one that was refused with 429 is due at once', async () => {
    const { rig, lane } = scanning();
    await rig.fail(lane, null);
    expect(await rig.dueInMinutes(lane)).toBe(0);
    await rig.fail(lane);
    const first = await rig.dueInMinutes(lane);
    expect(first).toBeGreaterThan(0);
    rig.nowMs += 5 * MINUTE_MS;
    await rig.fail(lane);
    expect(await rig.dueInMinutes(lane)).toBeGreaterThan(first);
    expect(rig.store.cursor).toBeNull();
    rig.nowMs += 5 * MINUTE_MS;
    await rig.answer(lane, pageOf([]));
    expect(rig.store.cursor).toMatchObject({ pagesRead: 0 });
  });
});

describe('A run that wants whole passes', () => {
  it('once: reads one whatever the cadence, and nothing of the feed after it', async () => {
    const { rig, lane } = scanning({}, 'once');
    rig.store.cursor = cursorOf({ passStartedMs: NOW_MS - 1, passCompletedMs: NOW_MS - 1 });
    await rig.answer(lane, pageOf(plainRows(150)));
    await rig.answer(lane, pageOf(plainRows(20)));
    rig.nowMs += 5 * HOUR_MS;
    expect(await lane.look(rig.at)).toBe(Number.POSITIVE_INFINITY);
  });

  it('now: reads one at once, and then by the cadence', async () => {
    const { rig, lane } = scanning({}, 'now');
    rig.store.cursor = cursorOf({ passStartedMs: NOW_MS - 1, passCompletedMs: NOW_MS - 1 });
    await rig.answer(lane, pageOf(plainRows(20)));
    expect(await lane.look(rig.at)).toBe(NOW_MS + 5 * MINUTE_MS);
  });
});

describe('The head', () => {
  const covered = cursorOf();

  /** Nine pages at 5/min: a pass every 45 minutes, the head every 8. */
  function reading(head: FeedHead | null = null, job = plainJob()): { rig: UnitRig; lane: ScanLane } {
    const { rig, lane } = scanning({ job });
    Object.assign(rig.store, { cursor: covered, head });
    rig.nowMs = NOW_MS + 8 * MINUTE_MS;
    return { rig, lane };
  }

  it('is read between passes, newest first, until known ground', async () => {
    const { rig, lane } = reading();
    expect(await lane.look({ ...rig.at, nowMs: NOW_MS + 7 * MINUTE_MS })).toBe(NOW_MS + 8 * MINUTE_MS);
    await rig.answer(lane, pageOf(plainRows(150, rig.nowMs)));
    expect(rig.requests).toMatchObject([{ page: 0, selection: { sortType: 1 } }]);
    expect(rig.eventsOf('page.scanned')).toMatchObject([{ part: 'head', rows: 150, itemsAdded: 150, passComplete: true }]);
    expect(rig.store.head).toEqual(headOf({ reachedMs: rig.nowMs, startedMs: rig.nowMs, newestCreatedMs: rig.nowMs }));
    expect(rig.store.cursor).toBe(covered);
    expect(await rig.dueInMinutes(lane)).toBe(8);
  });

  it('goes on to the next page until a row is older than the newest of the last read', async () => {
    const { rig, lane } = reading(headOf({ newestCreatedMs: NOW_MS }));
    const rows = plainRows(300, rig.nowMs).map((row, n) => ({ ...row, createdMs: rig.nowMs - n * 2_000 }));
    await rig.answer(lane, pageOf(rows.slice(0, 150)));
    expect(rig.store.head).toMatchObject({ pagesRead: 1, reachedMs: NOW_MS, newestCreatedMs: NOW_MS, runningNewestCreatedMs: rig.nowMs });
    rig.nowMs += MINUTE_MS;
    await rig.answer(lane, pageOf(rows.slice(150)));
    expect(pagesAsked(rig)).toEqual([0, 1]);
    expect(rig.store.head).toMatchObject({ pagesRead: 0, reachedMs: NOW_MS + 8 * MINUTE_MS, newestCreatedMs: NOW_MS + 8 * MINUTE_MS });
  });

  it('that was interrupted goes on at its page, also in another process', async () => {
    const { rig, lane } = reading(headOf({ startedMs: NOW_MS + 7 * MINUTE_MS, pagesRead: 2, runningNewestCreatedMs: NOW_MS + 7 * MINUTE_MS }));
    await rig.answer(lane, pageOf(plainRows(20, NOW_MS)));
    expect(pagesAsked(rig)).toEqual([2]);
    expect(rig.store.head).toMatchObject({ reachedMs: NOW_MS + 7 * MINUTE_MS, newestCreatedMs: NOW_MS + 7 * MINUTE_MS });
  });

  it('that does not come newest first is delivered all the same, proves nothing, and is given up until the next pass', async () => {
    const { rig, lane } = reading(headOf({ reachedMs: NOW_MS - HOUR_MS }));
    const rows = plainRows(150, rig.nowMs);
    await rig.answer(lane, pageOf([...rows.slice(1), rows[0]!]));
    expect(rig.store.items).toHaveLength(150);
    expect(rig.store.head).toMatchObject({ orderVerified: false, reachedMs: NOW_MS - HOUR_MS, newestCreatedMs: NOW_MS, pagesRead: 0 });
    rig.nowMs = NOW_MS + 30 * MINUTE_MS;
    expect(await rig.dueInMinutes(lane)).toBe(10);
    rig.store.cursor = cursorOf({
      passStartedMs: NOW_MS + 20 * MINUTE_MS,
      coveredToMs: NOW_MS + 20 * MINUTE_MS,
      passCompletedMs: NOW_MS + 29 * MINUTE_MS,
    });
    expect((await rig.load(lane)).request).toMatchObject({ selection: { sortType: 1 } });
  });

  it('waits for the first complete pass, and is not needed where passes come round as often', async () => {
    const { rig, lane } = reading();
    rig.store.cursor = cursorOf({ passCompletedMs: null, coveredToMs: null, pagesRead: 3, lastRowCount: 150 });
    expect((await rig.load(lane)).request).toMatchObject({ page: 3, selection: { priceTypes: [2] } });
    const rich = reading();
    rich.rig.refillPerMinute = 60;
    expect((await rich.rig.load(rich.lane)).request).not.toMatchObject({ selection: { sortType: 1 } });
  });

  it('of a feed without such an order is never asked for', async () => {
    const { rig, lane } = reading(null, plainJob({ source: { ...plainJob().source, headRequest: () => null } }));
    expect(await rig.dueInMinutes(lane)).toBe(32);
  });

  it('goes before the next page of a running pass', async () => {
    const { rig, lane } = reading();
    rig.store.cursor = cursorOf({ pagesRead: 3, lastRowCount: 150, passStartedMs: NOW_MS + 3 * MINUTE_MS });
    expect((await rig.load(lane)).request).toMatchObject({ selection: { sortType: 1 } });
    expect((await rig.load(lane)).request).toMatchObject({ page: 3 });
  });

  it('is not stopped by a creation time in the future', async () => {
    const { rig, lane } = reading();
    const [first, ...rest] = plainRows(150, rig.nowMs);
    await rig.answer(lane, pageOf([{ ...first!, createdMs: rig.nowMs + 5 * HOUR_MS }, ...rest]));
    expect(rig.store.head!.newestCreatedMs).toBe(rig.nowMs);
  });
});
