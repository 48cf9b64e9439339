import { inspectPlugins, type PluginReport } from '@smart-ingestor/composition';
import { ConfigError } from '@smart-ingestor/contracts';
import { loadOptions } from '../config/load';
import type { ConfigFlagValues } from '../flags/config-flags';
import { type CliIo, writeLine } from '../io';
import { renderJson } from '../output/machine';
import { count } from '../output/words';
import { originText } from './origin-text';

/** What is right, one line for each place of the config that names a provider. */
function rightLines({ uses, file, contractsVersion }: PluginReport, cwd: string): string[] {
  const named = uses.map(({ path, slot, plugin }) =>
    plugin === null ? `wrong  ${path}: no ${slot}, see below` : `ok     ${path}: ${slot} '${plugin.name}' (${originText(plugin.origin, cwd)})`,
  );
  return [`ok     ${file ?? 'no config file, the defaults hold'}; contracts ${contractsVersion}`, ...named];
}

/** Prints what is right on stdout. @throws {ConfigError} with everything that is wrong, for exit code 2. */
export async function pluginsDoctor(values: ConfigFlagValues & { readonly json?: boolean }, io: CliIo): Promise<void> {
  const report = await inspectPlugins(loadOptions(values, io));
  const { problems, uses } = report;
  const error = new ConfigError(problems);
  if (values.json === true) {
    const { codes } = error;
    io.stdout.write(renderJson({ ...report, problems: problems.map((message, index) => ({ code: codes[index] ?? null, message })) }));
  } else for (const line of rightLines(report, io.cwd)) writeLine(io.stdout, line);
  if (problems.length > 0) throw error;
  if (values.json !== true) writeLine(io.stdout, `ok     ${count(uses.length, 'provider')} found, checked and built; nothing was sent or opened`);
}
