import { forecastRun, type ResolvedConfig } from '@smart-ingestor/composition';
import { loadWithInput } from '../config/load';
import type { ConfigFlagValues } from '../flags/config-flags';
import { FlagReader } from '../flags/flag-reader';
import type { CliIo } from '../io';
import { renderJson } from '../output/machine';
import { announceBuiltInJob } from '../run/built-in-job';
import { PLAN } from '../simulation/ranges';
import { dryRunText } from './dry-run-text';
import { lastKnownRefill } from './last-known-refill';

/** The plan that times are told for, and who says so. */
export interface KnownPlan {
  readonly refillPerMinute: number;
  readonly source: '--plan' | 'the last answer of Keepa';
}

/** What a run would fetch, what that costs and how long it takes. Sends nothing, spends nothing, needs no key. */
export async function dryRun(values: ConfigFlagValues & Record<string, unknown>, io: CliIo): Promise<void> {
  const reader = new FlagReader(values);
  const asked = reader.integer('--plan', PLAN);
  const [account, job] = [reader.text('--account'), reader.text('--job')];
  const isJson = reader.isSet('--json');
  reader.done();
  const loaded = await loadWithInput(values, io);
  const plan = asked === undefined ? await readPlan(loaded, io) : { refillPerMinute: asked, source: '--plan' as const };
  const jobs = await forecastRun(loaded, {
    env: io.env,
    account,
    jobs: job === undefined ? undefined : [job],
    refillPerMinute: plan?.refillPerMinute,
  });
  if (isJson) return void io.stdout.write(renderJson({ plan, jobs }));
  announceBuiltInJob(loaded, io.stdout);
  io.stdout.write(dryRunText(jobs, plan));
}

async function readPlan(loaded: ResolvedConfig, io: CliIo): Promise<KnownPlan | null> {
  const refillPerMinute = await lastKnownRefill(loaded, io);
  return refillPerMinute === null ? null : { refillPerMinute, source: 'the last answer of Keepa' };
}
