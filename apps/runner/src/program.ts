import { Command } from 'commander';
import { addBackfillCommand } from './commands/backfill';
import { addConfigCommands } from './commands/config';
import { addDeadCommands } from './commands/dead';
import { addDealsCommand } from './commands/deals';
import { addPluginsCommands } from './commands/plugins';
import { addReplayCommand } from './commands/replay';
import { addRunCommand } from './commands/run';
import { addSellersCommand } from './commands/sellers';
import { addSimulatorCommand } from './commands/simulator';
import { addStateCommands } from './commands/state';
import { addStatusCommand } from './commands/status';
import { addTokensCommand } from './commands/tokens';
import type { CliIo } from './io';
import { VERSION } from './version';

const DESCRIPTION =
  'Keeps a local database of Amazon deals fresh from the Keepa API\nwithout running the account into a lockout and without wasting a token.';

const EXAMPLES = `
Examples:
  $ smart-ingestor run --simulate --plan 5 --speed 900 --until-deals 100   try it without a key
  $ KEEPA_API_KEY=... smart-ingestor run                                   the real account
  $ smart-ingestor deals --sort margin                                     what came of it

Exit codes: 0 done, 1 unexpected, 2 usage, config or database unusable, 3 blocked by the token policy,
4 key refused, 5 trouble outside (Keepa unreachable, port in use, disk), 130 and 143 stopped by a signal.`;

/** Every command, wired to what of the process it may touch. Throws instead of exiting. */
export function createProgram(io: CliIo): Command {
  const program = new Command('smart-ingestor').description(DESCRIPTION).version(VERSION).addHelpText('after', EXAMPLES);
  // Sub-commands inherit both. Errors are printed once, by the caller.
  program.exitOverride().configureOutput({
    writeOut: (text) => void io.stdout.write(text),
    writeErr: (text) => void io.stderr.write(text),
    outputError: () => undefined,
    getOutHelpWidth: () => io.stdout.columns ?? 100,
    getErrHelpWidth: () => io.stderr.columns ?? 100,
  });
  addRunCommand(program, io);
  addStatusCommand(program, io);
  addDealsCommand(program, io);
  addSellersCommand(program, io);
  addTokensCommand(program, io);
  addDeadCommands(program, io);
  addStateCommands(program, io);
  addBackfillCommand(program, io);
  addReplayCommand(program, io);
  addConfigCommands(program, io);
  addPluginsCommands(program, io);
  addSimulatorCommand(program, io);
  return program;
}
