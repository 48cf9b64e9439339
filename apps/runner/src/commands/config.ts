import type { Command } from 'commander';
import { checkConfig } from '../config/check';
import { initConfig } from '../config/init';
import { printConfig, printConfigSchema } from '../config/print';
import { type ConfigFlagValues, withConfigFlags } from '../flags/config-flags';
import { examplesOf } from '../flags/examples';
import type { CliIo } from '../io';

const examples = examplesOf('config');

/** `config init | check | print | schema`. */
export function addConfigCommands(program: Command, io: CliIo): void {
  const config = program
    .command('config')
    .description('Make, check and explain the config.')
    .addHelpText('after', examples('init', 'check', 'print --config ./my.config.json', 'schema > schema.json'));
  config
    .command('init')
    .description('Write a config file to start from into the current folder; never overwrites.')
    .option('--format <format>', 'ts, json or yaml (default: ts)')
    .addHelpText('after', examples('init', 'init --format yaml'))
    .action((values: Record<string, unknown>) => initConfig(values, io));
  withConfigFlags(config.command('check').description('Find every problem of the config, without network and without a key.'))
    .addHelpText('after', examples('check', 'check --config ./my.config.json'))
    .action((values: ConfigFlagValues) => checkConfig(values, io));
  withConfigFlags(config.command('print').description('Show every value in force and where it comes from; secrets are masked.'))
    .addHelpText('after', examples('print', 'print --db ./other.db'))
    .action((values: ConfigFlagValues) => printConfig(values, io));
  config
    .command('schema')
    .description('Print the JSON Schema of a config file, for editors.')
    .addHelpText('after', examples('schema > smart-ingestor.schema.json'))
    .action(() => printConfigSchema(io));
}
