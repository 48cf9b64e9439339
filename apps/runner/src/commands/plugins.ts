import type { Command } from 'commander';
import { type ConfigFlagValues, withConfigFlags } from '../flags/config-flags';
import type { CliIo } from '../io';
import { pluginsDoctor } from '../plugins/doctor';
import { listPlugins } from '../plugins/list';

const examples = (...lines: readonly string[]): string => `\nExamples:\n${lines.map((line) => `  $ smart-ingestor plugins ${line}`).join('\n')}`;

/** `plugins list | doctor`. */
export function addPluginsCommands(program: Command, io: CliIo): void {
  const plugins = program
    .command('plugins')
    .description('Show the providers that a config may name, and check those that it names.')
    .addHelpText('after', examples('list', 'doctor', 'doctor --config ./my.config.json --json'));
  withConfigFlags(plugins.command('list').description('Every plugin: slot, where it comes from, options, and what the config uses it for.'))
    .option('--json', 'one JSON object')
    .addHelpText('after', examples('list', 'list --json'))
    .action((values: ConfigFlagValues & { readonly json?: boolean }) => listPlugins(values, io));
  withConfigFlags(
    plugins.command('doctor').description('Load and build everything that the config names, and tell what is right and wrong; exit 0 or 2.'),
  )
    .option('--json', 'one JSON object')
    .addHelpText('after', '\nNothing is sent, no key is read and no database is opened.' + examples('doctor', 'doctor --json'))
    .action((values: ConfigFlagValues & { readonly json?: boolean }) => pluginsDoctor(values, io));
}
