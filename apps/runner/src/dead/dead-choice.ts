import type { DeadItem, DealStore } from '@smart-ingestor/contracts';
import type { ConfigFlagValues } from '../flags/config-flags';
import { readAsinText } from '../flags/text-flags';
import { UsageError } from '../usage-error';

export interface DeadFlagValues extends ConfigFlagValues {
  readonly job?: string;
  readonly json?: true;
  readonly all?: true;
}

export interface DeadChoice {
  readonly jobId: string | undefined;
  readonly asin: string | undefined;
}

/** Exactly one of an ASIN and `--all`: whoever decides about all of them says so. @throws {UsageError} */
export function readDeadChoice(asin: string | undefined, flags: Pick<DeadFlagValues, 'job' | 'all'>): DeadChoice {
  const problems: string[] = [];
  if (asin === undefined && !flags.all) problems.push('which dead items? Name an ASIN, or all of them with --all.');
  if (asin !== undefined && flags.all) problems.push('an ASIN and --all: only one of them can be obeyed.');
  const read = asin === undefined ? undefined : readAsinText(asin, problems);
  if (problems.length > 0) throw new UsageError(problems);
  return { jobId: flags.job, asin: read };
}

const SHOWN = 10;

/** The chosen dead items. @throws {UsageError} saying what there is where the choice fits none. */
export async function chosenDead(store: DealStore, { jobId, asin }: DeadChoice): Promise<readonly DeadItem[]> {
  const found = await store.work.dead({ jobId, asin });
  if (found.length > 0 || asin === undefined) return found;
  const others = await store.work.dead({ jobId, limit: SHOWN + 1 });
  const shown = [...new Set(others.slice(0, SHOWN).map((item) => item.asin))].join(', ');
  const there =
    others.length === 0 ? 'There are no dead items' : `There are: ${shown}${others.length > SHOWN ? ', … (smart-ingestor dead list)' : ''}`;
  throw new UsageError([`no dead item ${asin}${jobId === undefined ? '' : ` of job ${jobId}`}. ${there}.`]);
}
