import { join } from 'node:path';
import { slotName } from '@smart-ingestor/contracts';
import { buildSharedProviders } from '../container/shared-providers';
import { buildAccount } from '../container/account-providers';
import { AllProblems } from '../container/all-problems';
import { type LoadOptions, sourcesOf } from '../config/load-config';
import { type CheckedConfig, examineConfig, type ExaminedConfig } from '../config/resolve-config';
import { messageOf } from '../message-of';
import { SystemClock } from '../system-clock';
import { contractsTrouble, contractsVersion } from './contracts-gate';
import { InstalledPackages } from './installed-packages';
import type { LoadedPlugin, PluginOrigin } from './loaded-plugin';
import { MANIFEST_KEY, readManifest } from './manifest';
import { type OptionFact, optionFacts } from './option-facts';
import { readPackageJson } from './package-json';
import { problemLine } from './plugin-problem';

export interface PluginFact {
  readonly name: string;
  readonly slot: string;
  readonly origin: PluginOrigin;
  /** `null`: its code was not run, because nothing uses it. */
  readonly options: readonly OptionFact[] | null;
  /** Paths in the config: `tiers.low.tokenPolicy`. */
  readonly usedBy: readonly string[];
}

/** One place of the config that names a provider. */
export interface PluginUse {
  readonly path: string;
  readonly slot: string;
  readonly use: string;
  /** What it leads to; `null`: nothing that could be used, and a problem says why. */
  readonly plugin: { readonly name: string; readonly origin: PluginOrigin } | null;
}

export interface PluginReport {
  /** `null`: none, the defaults hold. */
  readonly file: string | null;
  readonly contractsVersion: string;
  readonly plugins: readonly PluginFact[];
  readonly uses: readonly PluginUse[];
  /** Everything that is wrong, each with place, cause, cure and code. Empty: a run may start. */
  readonly problems: readonly string[];
}

/**
 * Every plugin that is built in, used by the config, or installed beside it (named in its package.json, told by its manifest), and whether all of it
 * would start: the providers are built and closed again. No network, no key, no database.
 * @throws {ConfigError} where the config file cannot be read.
 */
export async function inspectPlugins(options: LoadOptions): Promise<PluginReport> {
  const sources = await sourcesOf(options);
  const examined = await examineConfig(sources);
  const installed = installedPlugins(new InstalledPackages(sources.baseDir), examined);
  const problems = [...examined.problems, ...installed.problems, ...(await buildingProblems(examined))];
  const uses = examined.uses.map(({ path, slot, use, found }) => ({
    ...{ path, slot: slotName(slot), use },
    plugin: found === null ? null : { name: found.plugin.name, origin: found.origin },
  }));
  return {
    file: sources.file,
    contractsVersion: contractsVersion(),
    plugins: [...(await knownPlugins(examined)), ...installed.plugins],
    uses,
    problems,
  };
}

function knownPlugins({ registry, uses }: ExaminedConfig): Promise<PluginFact[]> {
  const distinct = [...new Map(registry.all().map((loaded) => [loaded.plugin, loaded])).values()];
  return Promise.all(
    distinct.map(async ({ plugin, origin }: LoadedPlugin) => ({
      name: plugin.name,
      slot: slotName(plugin.slot),
      origin,
      options: await optionFacts(plugin.options),
      usedBy: uses.flatMap(({ path, found }) => (found?.plugin === plugin ? [path] : [])),
    })),
  );
}

/** What the manifests of installed packages promise and the config does not use; nothing of theirs is run. */
function installedPlugins(
  packages: InstalledPackages,
  { registry, uses }: ExaminedConfig,
): { readonly plugins: PluginFact[]; readonly problems: string[] } {
  const plugins: PluginFact[] = [];
  const problems: string[] = [];
  for (const name of packages.declared()) {
    const folder = packages.find(name);
    if (folder === null) continue;
    try {
      const packageJson = readPackageJson(folder);
      if (packageJson === null || !(MANIFEST_KEY in packageJson)) continue;
      const origin: PluginOrigin = { kind: 'package', from: name, version: typeof packageJson.version === 'string' ? packageJson.version : null };
      const manifest = readManifest(packageJson, join(folder, 'package.json'));
      const troubles = ['code' in manifest ? manifest : null, contractsTrouble(packageJson, contractsVersion())].filter(
        (trouble) => trouble !== null,
      );
      const isUsed = uses.some(({ use }) => use === name || use.startsWith(`${name}#`));
      if (!isUsed) problems.push(...troubles.map((trouble) => problemLine(`installed package '${name}'`, trouble)));
      if ('code' in manifest) continue;
      const used = registry.all().filter((loaded) => loaded.origin.from === name);
      const unused = manifest.filter((entry) => !used.some(({ plugin }) => plugin.name === entry.name && slotName(plugin.slot) === entry.slot));
      plugins.push(...unused.map(({ name: plugin, slot }) => ({ name: plugin, slot, origin, options: null, usedBy: [] })));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const trouble = { code: 'PLUGIN_MANIFEST_INVALID', cause: messageOf(error), cure: 'npm install restores a damaged package' } as const;
      problems.push(problemLine(`installed package '${name}'`, trouble));
    }
  }
  return { plugins, problems };
}

/** What only building tells: cycles, what is asked for and not there, what throws. Opens nothing; closes all. */
async function buildingProblems({ resolved, registry }: ExaminedConfig): Promise<readonly string[]> {
  if (resolved === null) return [];
  const checked: CheckedConfig = { settings: resolved.config, registry };
  const problems = new AllProblems();
  const shared = buildSharedProviders(checked, { clock: new SystemClock(), listeners: [] }, problems);
  try {
    for (const name of Object.keys(resolved.config.accounts))
      await buildAccount(checked, { name, key: 'stands-for-a-key', exchange: undefined, jobs: undefined }, shared, problems);
  } finally {
    await shared.providers.shutdown.close().catch(() => undefined);
  }
  return problems.all;
}
