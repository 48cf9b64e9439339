import { gapText } from '../run/warnings';
import { agoText, count, durationText, tallyText } from '../output/words';
import type { JobProgress } from './status';

/** How far behind the newest end of the feed, and how far behind the whole of it. */
function feedText({ cursor, head, outlook }: JobProgress, nowMs: number): string {
  if (cursor === null) return 'feed not read yet';
  const unordered = head !== null && !head.orderVerified ? ' (pages come in another order: only whole passes count)' : '';
  const newestEnd =
    outlook === null || outlook.headAgeMs === null ? [] : [`newest end as of ${agoText(nowMs - outlook.headAgeMs, nowMs)}${unordered}`];
  const parts = [
    ...newestEnd,
    cursor.coveredToMs === null ? 'first pass not complete' : `whole feed as of ${agoText(cursor.coveredToMs, nowMs)}`,
    `${count(cursor.pagesPerPass, 'page')} a pass`,
    ...(cursor.pagesRead > 0 ? [`${count(cursor.pagesRead, 'page')} of the next read`] : []),
    ...(cursor.newestUpdateMs === null ? [] : [`newest row ${durationText(nowMs - cursor.newestUpdateMs)} old`]),
  ];
  return `feed: ${parts.join(', ')}`;
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
    `  ${feedText(job, nowMs)}`,
    ...job.gaps.map((gap) => `  gap: ${gapText(gap)}`),
    ...upkeepText(job),
  ];
}
