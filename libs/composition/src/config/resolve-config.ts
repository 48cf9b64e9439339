import { ConfigError } from '@smart-ingestor/contracts';
import { builtInPlugins } from '../builtin-plugins';
import type { AnyPlugin } from '../plugins/any-plugin';
import { contractsVersion } from '../plugins/contracts-gate';
import { type ImportModule, importModule } from '../plugins/import-module';
import { InstalledPackages } from '../plugins/installed-packages';
import { PluginLoader } from '../plugins/plugin-loader';
import { PluginRegistry } from '../plugins/plugin-registry';
import { didYouMean, listed } from '../suggestions';
import { AccountKey } from './account-key';
import { linesNaming } from './config-lines';
import { configSchema, type SmartIngestorConfig } from './config-schema';
import { builtInLayer, type ConfigFlags, type Environment, environmentLayers, flagLayers, type Layer, layerOf, placeOf } from './layers';
import { checkProviders, type ProviderUse } from './provider-options';
import type { Origins, ProviderSettings, ResolvedConfig, Settings } from './settings';
import { withoutSecrets } from './secrets';
import { schemaProblems, whereabouts } from './schema-problems';
import { type SelectionFiles, readSelectionFiles } from './selection-files';
import { tierCoverageProblems } from './tier-coverage';
import { allPaths, overlay, type Path, subtrees, type Tree } from './tree';
import { withValueOf } from './value-of';

export interface ConfigSources {
  /** What the config file, or the caller's code, says. */
  readonly written: Layer;
  /** Text of the config file: problems name its lines. */
  readonly source?: string | undefined;
  readonly env: Environment;
  readonly flags: ConfigFlags;
  /** Folder that paths in the config are relative to. */
  readonly baseDir: string;
  readonly plugins: PluginSources;
  /** Reads the standard input to its end, where a list of ASINs may come from there. */
  readonly stdin?: (() => string) | undefined;
}

/** What code hands in to bring plugins. */
export interface PluginSources {
  /** Providers of one's own that the config may name. */
  readonly plugins?: readonly AnyPlugin[] | undefined;
  /** Runs the module of a plugin that the config names by package or path; Node's own `import()` unless another is handed in. */
  readonly importModule?: ImportModule | undefined;
}

/** Settings that went through all checks, with the providers that they name. */
export interface CheckedConfig {
  readonly settings: Settings;
  readonly registry: PluginRegistry;
}

/** What went through all checks: its options are what their schemas returned and must not be parsed twice, its plugins are loaded. */
const registries = new WeakMap<object, PluginRegistry>();

/** Checks a config that code handed over; the environment wins over it, as over a file. What `loadConfig` returned is taken as it is. */
export async function checkedConfig(config: SmartIngestorConfig | ResolvedConfig, env: Environment, sources: PluginSources): Promise<CheckedConfig> {
  const registry = 'config' in config ? registries.get(config.config) : undefined;
  if ('config' in config && registry !== undefined) return { settings: config.config, registry: registry.withHandedIn(sources.plugins ?? []) };
  const written = { name: 'code', settings: { ...config } };
  const { config: settings } = await resolveConfig({ written, env, flags: {}, baseDir: process.cwd(), plugins: sources });
  return { settings, registry: registries.get(settings)! };
}

/** A config with everything that was found out about it, be it right or wrong. */
export interface ExaminedConfig {
  readonly problems: readonly string[];
  /** `null` where there are problems. */
  readonly resolved: Omit<ResolvedConfig, 'file'> | null;
  /** Each place that names a provider, with what it leads to. */
  readonly uses: readonly ProviderUse[];
  readonly registry: PluginRegistry;
}

/** defaults < file < environment < flags; then every check at once. @throws {ConfigError} listing every problem. */
export async function resolveConfig(sources: ConfigSources): Promise<Omit<ResolvedConfig, 'file'>> {
  const { problems, resolved } = await examineConfig(sources);
  if (resolved === null) throw new ConfigError(problems);
  return resolved;
}

export async function examineConfig(sources: ConfigSources): Promise<ExaminedConfig> {
  const { env, flags, baseDir } = sources;
  const written = withValueOf(sources.written);
  const layers = [builtInLayer(written.settings), written];
  const settingsBelowEnvironment = merged(layers);
  layers.push(...environmentLayers(env, settingsBelowEnvironment));
  layers.push(...flagLayers(flags, settingsBelowEnvironment));

  const place = (path: Path): string => placeOf(layers, path);
  const selections = readSelectionFiles(merged(layers), baseDir, place, sources.stdin);
  const { settings } = selections;
  const parsed = configSchema.safeParse(settings);
  const handedIn = PluginRegistry.checked(builtInPlugins, sources.plugins.plugins ?? []);
  const askedAt = (path: Path, use: string): string => {
    const layer = place(path);
    return `${path.join('.')} (${layer}${layer === written.name ? linesNaming(sources.source, use) : ''})`;
  };
  const providers = await checkProviders(settings, { registry: handedIn.registry, loader: loaderFor(sources), placeOf: place, askedAt });
  const problems = [
    ...handedIn.problems,
    ...(parsed.error === undefined ? [] : schemaProblems(parsed.error.issues, { settings, at: [], schema: configSchema, placeOf: place })),
    ...tierCoverageProblems(settings.tiers, (path) => layerOf(layers, path)),
    ...tierNameProblems(settings, place),
    ...jobNameProblems(settings, place),
    ...selections.problems,
    ...providers.problems,
  ];
  const { uses, registry } = providers;
  // A key in the wrong place becomes a name or a path in some problem: whatever it says, nothing that looks like a key leaves here.
  if (parsed.data === undefined || problems.length > 0) return { problems: problems.map(withoutSecrets), resolved: null, uses, registry };

  const config = withOptions(parsed.data, providers.options, (source) => new AccountKey(source, env, baseDir));
  registries.set(config, registry);
  return { problems: [], resolved: { config, origins: originsOf(config, layers, selections) }, uses, registry };
}

function loaderFor({ baseDir, plugins }: ConfigSources): PluginLoader {
  const packages = new InstalledPackages(baseDir);
  return new PluginLoader({ baseDir, packages, importModule: plugins.importModule ?? importModule, contractsVersion: contractsVersion() });
}

type ParsedConfig = ReturnType<typeof configSchema.parse>;

function merged(layers: readonly Layer[]): Tree {
  return layers.reduce<Tree>((below, { settings }) => overlay(below, settings), {});
}

function tierNameProblems(settings: Tree, place: (path: Path) => string): string[] {
  const tiers = subtrees(settings.tiers).map(([name]) => name);
  const problems = subtrees(settings.accounts).flatMap(([account, { tier }]) => {
    if (typeof tier !== 'string' || tier === 'auto' || tiers.includes(tier)) return [];
    const at = whereabouts(['accounts', account, 'tier'], { placeOf: place });
    const suggestion = didYouMean(tier, ['auto', ...tiers]);
    return [`${at}: unknown tier '${tier}'${suggestion === '' ? '.' : suggestion} Known: ${listed([...new Set(['auto', ...tiers])])}.`];
  });
  if (!tiers.includes('auto')) return problems;
  return [...problems, `${whereabouts(['tiers', 'auto'], { placeOf: place })}: 'auto' means "choose by refill rate". Give the tier another name.`];
}

function jobNameProblems(settings: Tree, place: (path: Path) => string): string[] {
  const known = subtrees(settings.jobs).map(([name]) => name);
  return subtrees(settings.accounts).flatMap(([account, { jobs }]) =>
    (Array.isArray(jobs) ? (jobs as unknown[]) : [])
      .filter((job): job is string => typeof job === 'string' && !known.includes(job))
      .map((job) => {
        const at = whereabouts(['accounts', account, 'jobs'], { placeOf: place });
        return `${at}: unknown job '${job}'${didYouMean(job, known) || '.'} Known: ${listed(known)}.`;
      }),
  );
}

function withOptions(
  parsed: ParsedConfig,
  options: ReadonlyMap<string, ProviderSettings['options']>,
  keyOf: (source: ConstructorParameters<typeof AccountKey>[0]) => AccountKey,
): Settings {
  const provider = (choice: { readonly use: string }, ...path: string[]): ProviderSettings => ({
    use: choice.use,
    options: options.get(path.join('.')) ?? {},
  });
  return {
    accounts: mapped(parsed.accounts, (account, name) => ({
      ...account,
      key: keyOf(account.key),
      transport: provider(account.transport, 'accounts', name, 'transport'),
    })),
    tiers: mapped(parsed.tiers, (tier, name) => ({
      ...tier,
      tokenPolicy: provider(tier.tokenPolicy, 'tiers', name, 'tokenPolicy'),
      batchPolicy: provider(tier.batchPolicy, 'tiers', name, 'batchPolicy'),
      dealValue: provider(tier.dealValue, 'tiers', name, 'dealValue'),
    })),
    jobs: mapped(parsed.jobs, (job, name) => ({
      ...job,
      source: provider(job.source, 'jobs', name, 'source'),
      filter: provider(job.filter, 'jobs', name, 'filter'),
    })),
    store: provider(parsed.store, 'store'),
    listeners: parsed.listeners.map((listener, index) => provider(listener, 'listeners', String(index))),
  };
}

function mapped<From, To>(entries: Readonly<Record<string, From>> | undefined, to: (entry: From, name: string) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(entries ?? {}).map(([name, entry]) => [name, to(entry, name)]));
}

function originsOf(config: Settings, layers: readonly Layer[], selections: SelectionFiles): Origins {
  const origin = (path: Path): string => {
    const fromFile = selections.origins.find((known) => known.path.every((name, index) => path[index] === name));
    return fromFile?.layer ?? layerOf(layers, path);
  };
  return Object.fromEntries(allPaths(config).map((path) => [path.join('.'), origin(path)]));
}
