import type { WorkClass } from '@smart-ingestor/contracts';
import type { Command } from 'commander';
import { withDatabase } from '../database/with-database';
import { type ConfigFlagValues, withConfigFlags } from '../flags/config-flags';
import { FlagReader } from '../flags/flag-reader';
import { readLimit } from '../flags/limit';
import type { CliIo } from '../io';
import { FORMATS } from '../output/column';
import { renderLedger } from '../tokens/render-ledger';
import { findEntries } from '../tokens/find-entries';

const WORK_CLASSES: readonly WorkClass[] = ['scan', 'peek', 'commit', 'adhoc'];

const EXAMPLES = `
The totals add up every entry that fits --since and --class, also those that --limit leaves out.

Examples:
  $ smart-ingestor tokens                              the last 20 requests and the totals
  $ smart-ingestor tokens --since 2h --class commit
  $ smart-ingestor tokens --format json | jq .totals`;

async function tokens(values: ConfigFlagValues & Record<string, unknown>, io: CliIo): Promise<void> {
  const flags = new FlagReader(values);
  const format = flags.choice('--format', FORMATS) ?? 'table';
  const filter = { lastMs: flags.durationMs('--since'), workClass: flags.choice('--class', WORK_CLASSES) };
  const limit = readLimit(flags, format);
  flags.done();
  await withDatabase(values, io, async ({ store, clock }) => {
    io.stdout.write(renderLedger(format, await findEntries(store, clock, filter), limit));
  });
}

export function addTokensCommand(program: Command, io: CliIo): void {
  const command = program.command('tokens').description('Show the ledger: what tokens were spent on, when and why.');
  withConfigFlags(command)
    .option('--since <duration>', 'only the last 90s, 30m, 2h, 7d, …')
    .option('--class <class>', 'only scan, peek, commit or adhoc')
    .option('--limit <n>', 'entries at most, newest first (default: 20 in a table, all in the other formats)')
    .option('--format <format>', 'table, csv, json or ndjson (default: table; json and table carry the totals)')
    .addHelpText('after', EXAMPLES)
    .action((values: ConfigFlagValues & Record<string, unknown>) => tokens(values, io));
}
