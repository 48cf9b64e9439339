import type { Command } from 'commander';

/** Which account, real or simulated: on every command that spends its tokens. */
export function withSimulationFlags(command: Command): Command {
  return command
    .option('--account <name>', 'only this account of the config (default: all, at once)')
    .option('--simulate', 'run against an embedded simulator instead of Keepa: no key, no network')
    .option('--plan <tokens/min>', 'with --simulate: tokens a minute (default: 20)')
    .option('--balance <tokens>', 'with --simulate: opening balance, may be negative (default: full, 60 minutes of refill)')
    .option('--seed <n>', 'with --simulate: seed of catalogue, prices and latencies (default: 1)')
    .option('--speed <n>', 'account seconds a second, 1 to 10000; only with --simulate or a base URL on this machine');
}
