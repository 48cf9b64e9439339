import { runText } from '../runs/run-text';
import { accountText } from './account-text';
import { jobText } from './job-text';
import type { Status } from './status';
import { troubles } from './trouble-text';

/** Why nothing is running, or what is. */
function nowText({ runs, nowMs }: Status): string[] {
  const living = runs.filter(({ state }) => state === 'sending' || state === 'waiting').map((run) => runText(run, nowMs));
  return living.length > 0 ? living : ['nothing is running on this database: smart-ingestor run starts it'];
}

/** Trouble first, then what goes on now and until when, then account by account and job by job. */
export function statusText(status: Status): string {
  const { path, nowMs, accounts, jobs } = status;
  const lines = [`database ${path}`, ...troubles(status).map((trouble) => `! ${trouble}`), ...nowText(status)];
  lines.push(...accounts.flatMap((account) => accountText(account, nowMs)));
  if (accounts.length === 0) lines.push('no account has asked Keepa anything yet');
  lines.push(...jobs.flatMap((job) => jobText(job, nowMs)));
  if (jobs.length === 0) lines.push('no job has run yet');
  return `${lines.join('\n')}\n`;
}
