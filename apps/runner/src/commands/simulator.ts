import type { Command } from 'commander';
import { FlagReader } from '../flags/flag-reader';
import type { CliIo } from '../io';
import { serveForever } from '../simulation/serve-forever';
import { readSimulatorFlags } from '../simulation/simulator-flags';

const EXAMPLES = `
A Keepa account on loopback: any key is accepted unless --key names one. GET /__sim/state shows its books.

Examples:
  $ smart-ingestor simulator --port 8080 --plan 5 --balance 5
  $ smart-ingestor simulator --port 8080 --speed 60          then, in another terminal:
  $ KEEPA_BASE_URL=http://127.0.0.1:8080 KEEPA_API_KEY=any smart-ingestor run --speed 60
  $ smart-ingestor simulator --recordings ./recorded --lockout-below -200 --lockout-for 12h`;

export function addSimulatorCommand(program: Command, io: CliIo): void {
  program
    .command('simulator')
    .description('Serve a simulated Keepa account on 127.0.0.1 until it is stopped.')
    .option('--port <n>', 'port to listen on, 0 for any free one (default: 0)')
    .option('--plan <tokens/min>', 'tokens a minute (default: 20)')
    .option('--balance <tokens>', 'opening balance, may be negative (default: full, 60 minutes of refill)')
    .option('--speed <n>', 'account seconds a second, 1 to 10000 (default: 1)')
    .option('--seed <n>', 'seed of catalogue, prices and latencies (default: 1)')
    .option('--catalogue <n>', 'products in the catalogue')
    .option('--recordings <dir>', 'serve a folder of recorded responses, at their recorded times')
    .option('--key <key>', 'the only key that is accepted')
    .option('--lockout-below <tokens>', 'lock the account when a charge leaves less, e.g. -200 (default: never)')
    .option('--lockout-for <duration>', 'how long, e.g. 12h (needs --lockout-below)')
    .addHelpText('after', EXAMPLES)
    .action((values: Record<string, unknown>) => {
      const flags = new FlagReader(values);
      const simulation = readSimulatorFlags(flags);
      flags.done();
      return serveForever(simulation, io);
    });
}
