import type { ConfigFlagValues } from '../flags/config-flags';
import { type CliIo, writeLine } from '../io';
import { load } from './load';

/** Says what is configured when all is well. @throws {ConfigError} with every problem. */
export async function checkConfig(values: ConfigFlagValues, io: CliIo): Promise<void> {
  const { config, file } = await load(values, io);
  const names = (of: Readonly<Record<string, unknown>>): string => Object.keys(of).join(', ');
  writeLine(io.stdout, `ok: ${file ?? 'no config file, the defaults hold'}`);
  writeLine(io.stdout, `accounts ${names(config.accounts)} · tiers ${names(config.tiers)} · jobs ${names(config.jobs)} · store ${config.store.use}`);
}
