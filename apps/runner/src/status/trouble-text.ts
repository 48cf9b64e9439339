import { count } from '../output/words';
import { foreignText, gapText } from '../run/warnings';
import { runText } from '../runs/run-text';
import type { AccountProgress, JobProgress, Status } from './status';

/** What nobody can mend is news for a day, and history afterwards. */
const NEWS_MS = 24 * 3_600_000;

function jobTroubles(job: JobProgress, nowMs: number): string[] {
  const { items, outlook, gaps } = job;
  return [
    ...(items.dead > 0 ? [`job ${job.jobId}: ${count(items.dead, 'dead item')}, no repetition mends them: smart-ingestor dead list`] : []),
    ...(outlook?.refresh?.isBehind ? [`job ${job.jobId}: ${outlook.refresh.statement ?? 'the plan cannot refresh all rows in time'}`] : []),
    ...gaps.filter(({ recordedMs }) => nowMs - recordedMs < NEWS_MS).map((gap) => `job ${job.jobId}: ${gapText(gap)}`),
  ];
}

function accountTroubles({ accountId, foreign, lastDay }: AccountProgress): string[] {
  return [
    ...(foreign === null ? [] : [`account ${accountId}: ${foreignText(foreign)}`]),
    ...(lastDay.forfeitedGrants === 0
      ? []
      : [`account ${accountId}: ${count(lastDay.forfeitedGrants, 'request')} without an answer, counted as spent: smart-ingestor tokens`]),
  ];
}

/** What a person should look at, the worst first; one line each. */
export function troubles({ runs, accounts, jobs, nowMs }: Status): string[] {
  return [
    ...runs.filter(({ state }) => state === 'died' || state === 'silent').map((run) => runText(run, nowMs)),
    ...accounts.flatMap(accountTroubles),
    ...jobs.flatMap((job) => jobTroubles(job, nowMs)),
  ];
}
