import type { AccountStatus, BucketState, JobStatus } from '@smart-ingestor/contracts';
import { count, durationText, tallyText } from '../output/words';
import { totalsText } from '../tokens/totals';
import type { Status } from './read-status';

function bucketText(bucket: BucketState | null, nowMs: number): string {
  if (bucket === null) return 'no answer of Keepa yet';
  const refill = `next refill in ${durationText(bucket.nextRefillAtMs - nowMs)}`;
  const held = bucket.reservedWorstTokens > 0 ? `, ${bucket.reservedWorstTokens} reserved at worst` : '';
  const read = `read ${durationText(bucket.readingAgeMs)} ago`;
  return `balance ${bucket.balanceTokens} of ${bucket.capacityTokens}${held} · ${bucket.refillPerMinute}/min, ${refill} · ${read}`;
}

/** Nothing is sent before the balance is positive again. */
function waitText(bucket: BucketState | null, nowMs: number): string[] {
  if (bucket === null || bucket.balanceTokens > 0 || bucket.refillMilliTokensPerTick <= 0) return [];
  const ticks = Math.ceil(((1 - bucket.balanceTokens) * 1000) / bucket.refillMilliTokensPerTick);
  return [`  waiting for a positive balance: ${durationText(bucket.nextRefillAtMs + (ticks - 1) * bucket.tickMs - nowMs)} more`];
}

function accountText({ accountId, bucket, tier, totals }: AccountStatus, databaseNowMs: number): string[] {
  // An answer arrives after its request was written down: the next tick is never further away than a whole one.
  const nowMs = bucket === null ? databaseNowMs : Math.max(databaseNowMs, bucket.nextRefillAtMs - bucket.tickMs);
  return [`account ${accountId}`, `  tier ${tier} · ${bucketText(bucket, nowMs)}`, ...waitText(bucket, nowMs), `  spent ${totalsText(totals)}`];
}

function cursorText({ cursor }: JobStatus, nowMs: number): string {
  if (cursor === null) return 'feed not read yet';
  const pass = cursor.passCompletedMs === null ? 'first pass not complete' : `last complete pass ${durationText(nowMs - cursor.passCompletedMs)} ago`;
  const running = cursor.pagesRead > 0 ? `, ${count(cursor.pagesRead, 'page')} of the next read` : '';
  const newest = cursor.newestUpdateMs === null ? '' : `, newest row ${durationText(nowMs - cursor.newestUpdateMs)} old`;
  return `feed: ${pass}, ${count(cursor.pagesPerPass, 'page')} a pass${running}${newest}`;
}

function jobText(job: JobStatus, nowMs: number): string[] {
  const { items } = job;
  const oldest = job.oldestOpenMs === null ? '' : `, the oldest from ${durationText(nowMs - job.oldestOpenMs)} ago`;
  return [
    `job ${job.jobId}: ${count(job.deals, 'deal')}`,
    `  open: ${items.queued} to peek, ${items.accepted} to buy${oldest}`,
    `  done: ${items.stored} stored, ${items.rejected} rejected, ${items.dead} dead, ${items.superseded} superseded`,
    `  rejected: ${tallyText(job.rejectedByReason)}`,
    `  ${cursorText(job, nowMs)}`,
  ];
}

/** Account by account, then job by job. */
export function statusText({ path, nowMs, accounts, jobs }: Status): string {
  const lines = [`database ${path}`, ...accounts.flatMap((account) => accountText(account, nowMs))];
  if (accounts.length === 0) lines.push('no account has asked Keepa anything yet');
  lines.push(...jobs.flatMap((job) => jobText(job, nowMs)));
  if (jobs.length === 0) lines.push('no job has run yet');
  return `${lines.join('\n')}\n`;
}
