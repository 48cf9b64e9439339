import type { Command } from 'commander';
import { dryRun } from '../dry-run/dry-run';
import { type ConfigFlagValues, withConfigFlags } from '../flags/config-flags';
import { withSimulationFlags } from '../flags/simulation-flags';
import type { CliIo } from '../io';
import { run } from '../run/run';

const EXAMPLES = `
The first bound that is reached ends the run; without one it runs until Ctrl-C (once: finish what is in flight, twice: at once).
The database is ./data/smart-ingestor.db, with --simulate ./data/simulated.db, unless --db or the config name another.

Examples:
  $ smart-ingestor run --simulate --plan 5 --balance 5 --speed 900 --until-deals 100
  $ KEEPA_API_KEY=... smart-ingestor run --for 2h
  $ smart-ingestor run --once --json > events.ndjson
  $ smart-ingestor run --full-refresh --for 6h
  $ smart-ingestor run --dry-run --plan 20                     what one pass of each job would cost; no key needed
  $ KEEPA_BASE_URL=http://127.0.0.1:8080 KEEPA_API_KEY=any smart-ingestor run --speed 60     follow a simulator of the same speed`;

export function addRunCommand(program: Command, io: CliIo): void {
  const command = program.command('run').description('Ingest deals into the database, within what the account refills.');
  withSimulationFlags(withConfigFlags(command))
    .option('--until-deals <n>', 'end when this run has stored so many deals')
    .option('--for <duration>', 'end after 90s, 30m, 2h, 7d, … of account time')
    .option('--once', 'end after one scan of each feed and its items')
    .option('--full-refresh', 'every stored deal is due for a refresh, whenever it was seen')
    .option('--dry-run', 'tell what would be fetched, what it costs and how long it takes; send nothing (--plan names the plan)')
    .option('--json', 'events on stdout, one a line; the last is run.finished with the summary')
    .addHelpText('after', EXAMPLES)
    .action((values: ConfigFlagValues & Record<string, unknown>) => (values['dryRun'] === true ? dryRun(values, io) : run(values, io)));
}
