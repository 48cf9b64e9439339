import type { Command } from 'commander';
import { backfill } from '../backfill/backfill';
import { type ConfigFlagValues, withConfigFlags } from '../flags/config-flags';
import { withSimulationFlags } from '../flags/simulation-flags';
import type { CliIo } from '../io';

const EXAMPLES = `
Reads every feed from its first page to its end now, works off what it delivered, and ends. Keepa serves what changed in the last 12 hours: where
nothing was read before, what --since asks for beyond that is recorded as a gap in the coverage, and shown by status.
Refused while a run works on the database.

Examples:
  $ smart-ingestor backfill --since 12h
  $ smart-ingestor backfill --since 3d --job books-us --until-deals 500
  $ smart-ingestor backfill --since 12h --simulate --plan 60 --speed 900`;

export function addBackfillCommand(program: Command, io: CliIo): void {
  const command = program.command('backfill').description('Read the feeds completely now, whatever their cadence says.');
  withSimulationFlags(withConfigFlags(command))
    .requiredOption('--since <duration>', 'how far back deals are wanted: 12h, 3d, …')
    .option('--job <name>', 'only this job (default: all)')
    .option('--until-deals <n>', 'end earlier, when so many deals are stored')
    .option('--for <duration>', 'end earlier, after 90s, 30m, 2h, 7d, … of account time')
    .option('--json', 'events on stdout, one a line; the last is run.finished with the summary')
    .addHelpText('after', EXAMPLES)
    .action((values: ConfigFlagValues & Record<string, unknown>) => backfill(values, io));
}
