import type { FeedCursor, FeedHead } from '@smart-ingestor/contracts';
import type { Passes } from '../units/lanes';
import { ScanLane } from '../units/scan-lane';
import { HOUR_MS, NOW_MS, UnitRig, type UnitRigOptions } from './unit-rig';

export function scanning(options: UnitRigOptions = {}, passes: Passes = 'due'): { rig: UnitRig; lane: ScanLane } {
  const rig = new UnitRig({ pace: { headShare: 0.125 }, ...options });
  return { rig, lane: new ScanLane(rig.job, rig.parts, passes) };
}

export const cursorOf = (fields: Partial<FeedCursor> = {}): FeedCursor => ({
  ...{ jobId: 'books', feedHash: 'h1', passStartedMs: NOW_MS, passCompletedMs: NOW_MS, coveredToMs: NOW_MS, pagesRead: 0, lastRowCount: null },
  ...{ pagesPerPass: 9, newestUpdateMs: NOW_MS, oldestUpdateMs: NOW_MS - HOUR_MS },
  ...fields,
});

export const headOf = (fields: Partial<FeedHead> = {}): FeedHead => ({
  ...{ jobId: 'books', feedHash: 'h1', reachedMs: NOW_MS, startedMs: NOW_MS, pagesRead: 0, newestCreatedMs: NOW_MS, runningNewestCreatedMs: null },
  orderVerified: true,
  ...fields,
});

export const pagesAsked = (rig: UnitRig): (number | null)[] => rig.requests.map((request) => (request.endpoint === 'deal' ? request.page : null));
