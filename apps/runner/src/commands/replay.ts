import type { Command } from 'commander';
import { type ConfigFlagValues, withConfigFlags } from '../flags/config-flags';
import type { CliIo } from '../io';
import { replay } from '../replay/replay';

const EXAMPLES = `
Reads the stored answers of Keepa again with the present code: products bought for open items, and deals that hold nothing newer, are written
anew. No network, no key, no token. Answers are kept for rawRetentionDays of the store. Refused while a run works on the database.

Examples:
  $ smart-ingestor replay
  $ smart-ingestor replay --since 7d --json`;

export function addReplayCommand(program: Command, io: CliIo): void {
  const command = program.command('replay').description('Interpret stored answers of Keepa again, at 0 tokens.');
  withConfigFlags(command)
    .option('--since <duration>', 'only answers of the last 12h, 7d, … (default: all that are kept)')
    .option('--json', 'the counts as JSON')
    .addHelpText('after', EXAMPLES)
    .action((values: ConfigFlagValues & Record<string, unknown>) => replay(values, io));
}
