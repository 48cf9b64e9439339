import { ConfigError } from '@smart-ingestor/contracts';
import type { JobSettings, Settings } from './config/settings';
import { didYouMean, listed } from './suggestions';

/** The named jobs of the config; all of them where none is named. @throws {ConfigError} listing every unknown name. */
export function chooseJobs({ jobs }: Pick<Settings, 'jobs'>, named: readonly string[] | undefined): Readonly<Record<string, JobSettings>> {
  if (named === undefined) return jobs;
  const known = Object.keys(jobs);
  const problems = named
    .filter((name) => !known.includes(name))
    .map((name) => `unknown job '${name}'${didYouMean(name, known) || '.'} Known: ${listed(known)}.`);
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.fromEntries(Object.entries(jobs).filter(([name]) => named.includes(name)));
}
