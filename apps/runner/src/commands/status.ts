import type { Command } from 'commander';
import { withDatabase } from '../database/with-database';
import { type ConfigFlagValues, withConfigFlags } from '../flags/config-flags';
import type { CliIo } from '../io';
import { renderJson } from '../output/machine';
import { readStatus } from '../status/read-status';
import { statusText } from '../status/status-text';

const EXAMPLES = `
Reads the database only: no key, no network. Balances are projected from the last answer of Keepa.

Examples:
  $ smart-ingestor status
  $ smart-ingestor status --db ./data/simulated.db
  $ smart-ingestor status --json | jq '.jobs[].items'          for scripts; times are Unix milliseconds of Keepa`;

export function addStatusCommand(program: Command, io: CliIo): void {
  const command = program.command('status').description('Show accounts, queue, feeds and deals of the database.');
  withConfigFlags(command)
    .addHelpText('after', EXAMPLES)
    .option('--json', 'the same as JSON')
    .action((values: ConfigFlagValues & { readonly json?: true }) =>
      withDatabase(values, io, async (database) => {
        const status = await readStatus(database);
        io.stdout.write(values.json ? renderJson(status) : statusText(status));
      }),
    );
}
