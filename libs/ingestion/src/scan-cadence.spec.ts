import type { FeedCursor } from '@smart-ingestor/contracts';
import { isRunning, scanDueMs, scanIntervalMs } from './scan-cadence';

const MINUTE = 60_000;
const NOW = 1_767_225_600_000;
const cursor = (changes: Partial<FeedCursor>): FeedCursor => ({
  jobId: 'books',
  feedHash: 'f',
  passStartedMs: NOW,
  passCompletedMs: NOW,
  pagesRead: 0,
  lastRowCount: null,
  pagesPerPass: 9,
  newestUpdateMs: null,
  ...changes,
});

describe('scan cadence', () => {
  it('follows from what a fifth of the refill affords: nine pages take 45 minutes at 5/min and 22.5 at 10/min', () => {
    expect(scanIntervalMs(9, 5)).toBe(45 * MINUTE);
    expect(scanIntervalMs(9, 10)).toBe(22.5 * MINUTE);
  });

  it('never scans more often than every five minutes, whatever the plan', () => {
    expect(scanIntervalMs(1, 4_000)).toBe(5 * MINUTE);
  });

  it('scans at once where nothing was ever scanned', () => {
    expect(scanDueMs(null, 5, NOW)).toBe(NOW);
  });

  it('goes on with a running pass at once, also after a restart', () => {
    expect(scanDueMs(cursor({ pagesRead: 3, passStartedMs: NOW - 60 * MINUTE }), 5, NOW)).toBe(NOW);
  });

  it('does not continue a pass that started before the twelve hours that the feed shows', () => {
    expect(isRunning(cursor({ pagesRead: 3, passStartedMs: NOW - 13 * 60 * MINUTE }), NOW)).toBe(false);
  });

  it('counts the interval from the start of the last pass', () => {
    expect(scanDueMs(cursor({ passStartedMs: NOW - 10 * MINUTE }), 5, NOW)).toBe(NOW + 35 * MINUTE);
  });

  it('starts anew after a server clock was set back', () => {
    expect(scanDueMs(cursor({ passStartedMs: NOW + 600 * MINUTE }), 5, NOW)).toBe(NOW);
  });
});
