import type { Command } from 'commander';
import { withDatabase } from '../database/with-database';
import { type ConfigFlagValues, withConfigFlags } from '../flags/config-flags';
import type { CliIo } from '../io';
import { readStatus } from '../status/read-status';
import { statusText } from '../status/status-text';

const EXAMPLES = `
Reads the database only: no key, no network. Balances are projected from the last answer of Keepa.

Examples:
  $ smart-ingestor status
  $ smart-ingestor status --db ./data/simulated.db`;

export function addStatusCommand(program: Command, io: CliIo): void {
  const command = program.command('status').description('Show accounts, queue, feeds and deals of the database.');
  withConfigFlags(command)
    .addHelpText('after', EXAMPLES)
    .action((values: ConfigFlagValues) =>
      withDatabase(values, io, async (database) => {
        io.stdout.write(statusText(await readStatus(database)));
      }),
    );
}
