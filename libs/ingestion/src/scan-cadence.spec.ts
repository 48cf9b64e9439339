import type { FeedCursor, FeedHead } from '@smart-ingestor/contracts';
import { DEFAULT_PACE } from './parts';
import { explainScan, headAgeMs, headDueMs, headIntervalMs, isRunning, knownGroundMs, paceOfFeed, passDueMs, scanIntervalMs } from './scan-cadence';
import { jobOf } from './testing/rig';

const MINUTE = 60_000;
const NOW = 1_767_225_600_000;
const PACE = { scanShare: 0.2, headShare: 0.125, unitRefillMinutes: 5 };

const cursor = (changes: Partial<FeedCursor>): FeedCursor => ({
  ...{ jobId: 'books', feedHash: 'f', passStartedMs: NOW, passCompletedMs: NOW, coveredToMs: NOW, pagesRead: 0, lastRowCount: null },
  ...{ pagesPerPass: 9, newestUpdateMs: null, oldestUpdateMs: null },
  ...changes,
});

const head = (changes: Partial<FeedHead>): FeedHead => ({
  ...{ jobId: 'books', feedHash: 'f', reachedMs: NOW, startedMs: NOW, pagesRead: 0, newestCreatedMs: NOW, runningNewestCreatedMs: null },
  orderVerified: true,
  ...changes,
});

describe('scan cadence', () => {
  const dueMs = (of: FeedCursor | null): number => passDueMs(of, 5, PACE, NOW);

  it('follows from what the share of the refill affords: nine pages take 45 minutes at 5/min and 22.5 at 10/min', () => {
    expect(scanIntervalMs(9, 5, 0.2)).toBe(45 * MINUTE);
    expect(scanIntervalMs(9, 10, 0.2)).toBe(22.5 * MINUTE);
    expect(scanIntervalMs(9, 5, 0.4)).toBe(22.5 * MINUTE);
  });

  it('never scans more often than every five minutes, whatever the plan', () => {
    expect(scanIntervalMs(1, 4_000, 0.2)).toBe(5 * MINUTE);
    expect(headIntervalMs(4_000, 0.125)).toBe(5 * MINUTE);
  });

  it('scans at once where nothing was ever scanned', () => {
    expect(dueMs(null)).toBe(NOW);
  });

  it('goes on with a running pass at once, also after a restart', () => {
    expect(dueMs(cursor({ pagesRead: 3, passStartedMs: NOW - 60 * MINUTE }))).toBe(NOW);
  });

  it('does not continue a pass that started before the twelve hours that the feed shows', () => {
    expect(isRunning(cursor({ pagesRead: 3, passStartedMs: NOW - 13 * 60 * MINUTE }), NOW)).toBe(false);
  });

  it('counts the interval from the start of the last pass, less what a unit in front of it may take', () => {
    expect(dueMs(cursor({ passStartedMs: NOW - 10 * MINUTE }))).toBe(NOW + 30 * MINUTE);
    expect(passDueMs(cursor({ pagesPerPass: 1 }), 5, PACE, NOW)).toBe(NOW + 5 * MINUTE);
    expect(passDueMs(cursor({ pagesPerPass: 2 }), 5, PACE, NOW)).toBe(NOW + 500_000);
  });

  it('starts anew after a server clock was set back', () => {
    expect(dueMs(cursor({ passStartedMs: NOW + 600 * MINUTE }))).toBe(NOW);
  });

  it.each([
    [
      9,
      5,
      'a pass of 9 pages costs 45 tokens; at 5/min and a scan share of 0.2 one starts every 45 min, and between passes the newest end is read every 8 min (head share 0.125)',
    ],
    [
      9,
      10,
      'a pass of 9 pages costs 45 tokens; at 10/min and a scan share of 0.2 one starts every 22.5 min, and between passes the newest end is read every 5 min (head share 0.125)',
    ],
    [1, 60, 'a pass of 1 page costs 5 tokens; at 60/min and a scan share of 0.2 one starts every 5 min'],
  ])('is told to people in a sentence: %d pages at %d/min', (pages, refill, sentence) => {
    expect(explainScan(pages, refill, PACE)).toBe(sentence);
  });
});

it('several feeds of an account divide its shares', () => {
  const paceOf = (feeds: number) => paceOfFeed({ pace: DEFAULT_PACE, jobs: Array.from({ length: feeds }, (_, n) => jobOf({ id: `job ${n}` })) });
  expect(paceOf(1)).toEqual(DEFAULT_PACE);
  expect(scanIntervalMs(9, 5, paceOf(3).scanShare)).toBe(3 * scanIntervalMs(9, 5, DEFAULT_PACE.scanShare));
  expect(paceOf(3).headShare).toBeCloseTo(DEFAULT_PACE.headShare / 3);
});

describe('the head', () => {
  const dueMs = (of: FeedCursor | null, at: FeedHead | null, refillPerMinute = 5, nowMs = NOW): number =>
    headDueMs(of, at, refillPerMinute, PACE, nowMs);

  it('is read so often that its age stays within 15 minutes wherever 5 tokens a minute or more refill', () => {
    // Beside the interval a read waited at most 7.8 minutes for tokens and turns in 72 simulated hours at 5/min.
    for (let refill = 5; refill <= 60; refill += 1) expect(headIntervalMs(refill, DEFAULT_PACE.headShare)).toBeLessThan(7 * MINUTE);
    expect(headIntervalMs(1, 0.125)).toBe(40 * MINUTE);
  });

  it('is due an interval after the last read, or after the start of a pass that is complete', () => {
    expect(dueMs(cursor({ coveredToMs: NOW - 30 * MINUTE }), head({ startedMs: NOW - 2 * MINUTE }))).toBe(NOW + 6 * MINUTE);
    expect(dueMs(cursor({ coveredToMs: NOW - MINUTE }), head({ startedMs: NOW - 30 * MINUTE }))).toBe(NOW + 7 * MINUTE);
    expect(dueMs(cursor({ coveredToMs: NOW - MINUTE }), null)).toBe(NOW + 7 * MINUTE);
  });

  it('goes on at once while it is being read', () => {
    expect(dueMs(cursor({}), head({ pagesRead: 1, startedMs: NOW - MINUTE }))).toBe(NOW);
    expect(dueMs(cursor({}), head({ pagesRead: 1, startedMs: NOW - 61 * MINUTE }))).toBeGreaterThan(NOW);
  });

  it('has to wait for a pass where nothing of the feed is known: before the first one, and after twelve hours away', () => {
    const awayMs = NOW - 13 * 60 * MINUTE;
    expect(dueMs(null, null)).toBe(Number.POSITIVE_INFINITY);
    expect(dueMs(cursor({ coveredToMs: null, passCompletedMs: null }), null)).toBe(Number.POSITIVE_INFINITY);
    expect(dueMs(cursor({ coveredToMs: awayMs }), head({ reachedMs: awayMs, startedMs: awayMs }))).toBe(Number.POSITIVE_INFINITY);
  });

  it('whose order did not hold waits for the next pass', () => {
    const broken = head({ orderVerified: false, startedMs: NOW - 20 * MINUTE });
    expect(dueMs(cursor({ coveredToMs: NOW - 40 * MINUTE, passCompletedMs: NOW - 30 * MINUTE }), broken)).toBe(Number.POSITIVE_INFINITY);
    expect(dueMs(cursor({ coveredToMs: NOW - 19 * MINUTE, passCompletedMs: NOW - 10 * MINUTE }), broken)).toBeLessThanOrEqual(NOW);
  });

  it('is not needed where passes come round as often', () => {
    expect(dueMs(cursor({ pagesPerPass: 1 }), null, 5)).toBe(Number.POSITIVE_INFINITY);
    expect(dueMs(cursor({ pagesPerPass: 9 }), null, 45)).toBe(Number.POSITIVE_INFINITY);
    expect(dueMs(cursor({ pagesPerPass: 9 }), null, 44)).toBeLessThan(Number.POSITIVE_INFINITY);
  });

  it('knows its ground from the last read or the last pass, whichever tells more, and from no clock that is ahead', () => {
    const before = cursor({ coveredToMs: NOW - 60 * MINUTE });
    expect(knownGroundMs(before, head({ newestCreatedMs: NOW - 10 * MINUTE }), NOW)).toBe(NOW - 10 * MINUTE);
    // A deal may be listed a little after its creation, so a pass tells for certain what is 5 minutes older than it.
    expect(knownGroundMs(before, null, NOW)).toBe(NOW - 65 * MINUTE);
    expect(knownGroundMs(cursor({ coveredToMs: NOW + MINUTE }), null, NOW)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('is as old as the last read that reached known ground, or the last complete pass', () => {
    expect(headAgeMs(null, null, NOW)).toBeNull();
    expect(headAgeMs(cursor({ coveredToMs: NOW - 9 }), head({ reachedMs: NOW - 3 }), NOW)).toBe(3);
    expect(headAgeMs(cursor({ coveredToMs: NOW - 9 }), head({ reachedMs: null }), NOW)).toBe(9);
    expect(headAgeMs(cursor({ coveredToMs: NOW - 9 }), head({ reachedMs: NOW + 3 }), NOW)).toBe(9);
  });
});
