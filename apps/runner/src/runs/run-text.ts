import { count, durationText, timeText } from '../output/words';
import type { RunProgress } from './run-progress';

export function runName({ pid, host }: Pick<RunProgress, 'pid' | 'host'>): string {
  return `run ${pid} on ${host}`;
}

function lastUnitText({ progressMs }: RunProgress, nowMs: number): string {
  return progressMs === null ? 'no unit finished yet' : `last unit finished ${durationText(nowMs - progressMs)} ago`;
}

function waitText({ wait }: RunProgress, nowMs: number): string {
  if (wait === null) return 'is sending';
  const what = [wait.workClass, wait.jobId === null ? null : `job ${wait.jobId}`].filter((part) => part !== null).join(', ');
  return `sends nothing until ${timeText(wait.untilMs)} (${durationText(wait.untilMs - nowMs)} more): ${wait.reason}${what === '' ? '' : ` (${what})`}`;
}

/** What a run does now, or what became of it. */
export function runText(run: RunProgress, nowMs: number): string {
  const jobs = `${count(run.jobs.length, 'job')} ${run.jobs.join(', ')}`;
  const quiet = `${timeText(run.seenMs)}, ${durationText(nowMs - run.seenMs)} ago`;
  if (run.state === 'died') return `${runName(run)} died: last heard of ${quiet}; the next run goes on where it stopped`;
  if (run.state === 'silent') return `${runName(run)} is silent: last heard of ${quiet}; ${lastUnitText(run, nowMs)}`;
  return `${runName(run)} ${waitText(run, nowMs)}; ${lastUnitText(run, nowMs)}; up ${durationText(nowMs - run.startedMs)} with ${jobs}`;
}
