import type { Stage, WorkClass } from '@smart-ingestor/contracts';
import type { Command } from 'commander';
import { withDatabase } from '../database/with-database';
import { type ConfigFlagValues, withConfigFlags } from '../flags/config-flags';
import { FlagReader } from '../flags/flag-reader';
import { readLimit } from '../flags/limit';
import type { CliIo } from '../io';
import { FORMATS } from '../output/column';
import { renderLedger } from '../tokens/render-ledger';
import { findEntries } from '../tokens/find-entries';

const WORK_CLASSES: readonly WorkClass[] = ['scan', 'discover', 'refresh', 'seller', 'adhoc'];
const STAGES: readonly Stage[] = ['page', 'peek', 'commit', 'refresh', 'seller'];

const EXAMPLES = `
The totals add up every entry that fits --since, --class and --stage, also those that --limit leaves out.

Examples:
  $ smart-ingestor tokens                              the last 20 requests and the totals
  $ smart-ingestor tokens --since 2h --stage commit
  $ smart-ingestor tokens --format json | jq .totals`;

async function tokens(values: ConfigFlagValues & Record<string, unknown>, io: CliIo): Promise<void> {
  const flags = new FlagReader(values);
  const format = flags.choice('--format', FORMATS) ?? 'table';
  const filter = {
    lastMs: flags.durationMs('--since'),
    workClass: flags.choice('--class', WORK_CLASSES),
    stage: flags.choice('--stage', STAGES),
  };
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
    .option('--class <class>', 'only scan, discover, refresh, seller or adhoc: whose share it was')
    .option('--stage <stage>', 'only page, peek, commit, refresh or seller: what it was for')
    .option('--limit <n>', 'entries at most, newest first (default: 20 in a table, all in the other formats)')
    .option('--format <format>', 'table, csv, json or ndjson (default: table; json and table carry the totals)')
    .addHelpText('after', EXAMPLES)
    .action((values: ConfigFlagValues & Record<string, unknown>) => tokens(values, io));
}
