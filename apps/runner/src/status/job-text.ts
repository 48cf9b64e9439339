import { gapText } from '../run/warnings';
import { agoText, count, durationText, tallyText } from '../output/words';
import type { JobProgress } from './status';

/** How far behind the newest end of the feed, and how far behind the whole of it. */
function cursorText({ cursor, head }: JobProgress, nowMs: number): string {
  if (cursor === null && head === null) return 'feed not read yet';
  const reached = head === null || head.reachedMs === null ? 'head not read yet' : `head read ${agoText(head.reachedMs, nowMs)}`;
  const unordered = head !== null && !head.orderVerified ? ' (not in the order of age: only whole passes count)' : '';
  if (cursor === null) return `feed: ${reached}${unordered}, no pass yet`;
  const pass = cursor.coveredToMs === null ? 'first pass not complete' : `whole feed read ${agoText(cursor.coveredToMs, nowMs)}`;
  const running = cursor.pagesRead > 0 ? `, ${count(cursor.pagesRead, 'page')} of the next read` : '';
  const newest = cursor.newestUpdateMs === null ? '' : `, newest row ${durationText(nowMs - cursor.newestUpdateMs)} old`;
  return `feed: ${reached}${unordered}, ${pass}, ${count(cursor.pagesPerPass, 'page')} a pass${running}${newest}`;
}

function upkeepText({ outlook }: JobProgress): string[] {
  if (outlook === null) return ['  not in this config: its rows stay as they are'];
  const { cadence, refresh, sellers } = outlook;
  return [
    ...(cadence === null ? [] : [`  scans: ${cadence}`]),
    refresh === null
      ? '  refresh: off, rows are renewed by sightings only'
      : `  refresh: ${refresh.dueRows} of ${count(refresh.rows, 'row')} due (unseen for ${durationText(refresh.withinMs)})${refresh.statement === null ? '' : `; ${refresh.statement}`}`,
    ...(sellers === null ? [] : [`  sellers: ${sellers.due} of ${sellers.sellers} due`]),
  ];
}

export function jobText(job: JobProgress, nowMs: number): string[] {
  const { items } = job;
  const oldest = job.oldestOpenMs === null ? '' : `, the oldest from ${durationText(nowMs - job.oldestOpenMs)} ago`;
  const unseen = job.oldestSeenMs === null ? '' : `, the one unseen for longest ${durationText(nowMs - job.oldestSeenMs)}`;
  return [
    `job ${job.jobId}: ${count(job.deals, 'deal')}${unseen}`,
    `  open: ${items.queued} to peek, ${items.accepted} to buy${oldest}`,
    `  done: ${job.finishedLastHour} in the last hour; ${items.stored} stored, ${items.rejected} rejected, ${items.dead} dead, ${items.superseded} superseded`,
    `  rejected: ${tallyText(job.rejectedByReason)}`,
    `  ${cursorText(job, nowMs)}`,
    ...job.gaps.map((gap) => `  gap: ${gapText(gap)}`),
    ...upkeepText(job),
  ];
}
