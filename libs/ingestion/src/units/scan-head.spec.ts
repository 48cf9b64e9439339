import type { FeedHead } from '@smart-ingestor/contracts';
import { cursorOf, headOf, pagesAsked, scanning } from '../testing/scanning';
import { HOUR_MS, MINUTE_MS, NOW_MS, pageOf, plainJob, plainRows, type UnitRig } from '../testing/unit-rig';
import type { ScanLane } from './scan-lane';

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
