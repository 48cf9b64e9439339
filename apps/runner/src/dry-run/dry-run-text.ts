import type { JobForecast } from '@smart-ingestor/composition';
import { count, durationText } from '../output/words';
import type { KnownPlan } from './dry-run';

const MINUTE_MS = 60_000;
const NO_PLAN = 'not known: no database of this config has heard of the account yet; name a plan with --plan <tokens/min>';

/** One paragraph a job; the last line says that nothing happened. */
export function dryRunText(jobs: readonly JobForecast[], plan: KnownPlan | null): string {
  return [...jobs.map((job) => jobText(job, plan)), 'Nothing was sent, and no token was spent.\n'].join('\n');
}

function jobText(job: JobForecast, plan: KnownPlan | null): string {
  const { jobId, source, coverage, everyMs, requestsAtMost, itemsAtMost, listing, peeks, commits, refusal } = job;
  const listed = requestsAtMost === 0 ? 'nothing is asked for, 0 tokens' : `${upTo(requestsAtMost, 'request')}, ${tokens(listing)}`;
  const sum = (member: 'expectedTokens' | 'worstTokens'): number => listing[member] + peeks[member] + commits[member];
  const least = listing.expectedTokens + peeks.expectedTokens;
  const lines: (readonly [string, string])[] = [
    ['fetches', coverage],
    ['every', everyMs === null ? 'as often as the share of the scans affords' : durationText(everyMs)],
    ['listing', listed],
    ['peeks', `${upTo(itemsAtMost, 'product')}, ${tokens(peeks)}`],
    ['commits', `of those that pass the filter; ${tokens(commits)} if all do`],
    [
      'one pass',
      `${amount(least)} tokens if none passes, ${amount(sum('expectedTokens'))} expected if all do, ${amount(sum('worstTokens'))} at worst`,
    ],
    ['time', timeText(least, sum('expectedTokens'), sum('worstTokens'), plan)],
    ...(refusal === null ? [] : [['never', refusal] as const]),
  ];
  return [`${jobId}: ${source}`, ...lines.map(([name, text]) => `  ${name.padEnd(9)} ${text}`), ''].join('\n');
}

function timeText(least: number, expected: number, worst: number, plan: KnownPlan | null): string {
  if (plan === null) return NO_PLAN;
  const takes = (amountOfTokens: number): string => durationText((amountOfTokens / plan.refillPerMinute) * MINUTE_MS);
  return `at ${plan.refillPerMinute}/min (${plan.source}): ${takes(least)}, ${takes(expected)}, ${takes(worst)} of refill`;
}

function tokens({ expectedTokens, worstTokens }: JobForecast['peeks']): string {
  return expectedTokens === worstTokens
    ? `${amount(worstTokens)} tokens`
    : `${amount(expectedTokens)} tokens expected, ${amount(worstTokens)} at worst`;
}

function upTo(most: number, noun: string): string {
  return most === 1 ? count(1, noun) : `up to ${amount(most)} ${noun}s`;
}

function amount(value: number): string {
  return value.toLocaleString('en-US');
}
