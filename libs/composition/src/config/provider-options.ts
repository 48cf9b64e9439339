import { slotName } from '@smart-ingestor/contracts';
import { messageOf } from '../message-of';
import type { LoadedPlugin } from '../plugins/loaded-plugin';
import type { PluginLoader } from '../plugins/plugin-loader';
import { problemLine, type PluginTrouble } from '../plugins/plugin-problem';
import type { PluginRegistry } from '../plugins/plugin-registry';
import { slotConflicts } from '../plugins/slot-conflicts';
import { type ProviderPlace, providerPlaces } from './provider-places';
import { schemaProblems } from './schema-problems';
import type { ProviderSettings } from './settings';
import type { Path, Tree } from './tree';

export interface ProviderCheck {
  readonly registry: PluginRegistry;
  readonly loader: PluginLoader;
  readonly placeOf: (path: Path) => string;
  /** `tiers.low.tokenPolicy.use (file smart-ingestor.config.ts, line 4)`. */
  readonly askedAt: (path: Path, use: string) => string;
}

export interface CheckedProviders {
  readonly problems: readonly string[];
  /** Path of a provider (`tiers.low.tokenPolicy`) → its options as its own schema returned them. */
  readonly options: ReadonlyMap<string, ProviderSettings['options']>;
  /** Knows also what packages and paths gave. */
  readonly registry: PluginRegistry;
  readonly uses: readonly ProviderUse[];
}

/** A place in the config that names a provider, and what it leads to; `null` where that is nothing that could be used. */
export interface ProviderUse {
  readonly path: string;
  readonly slot: symbol;
  readonly use: string;
  readonly found: LoadedPlugin | null;
}

/**
 * Every `use` leads to a provider of its slot, no two fill one slot, and every `options` passes its provider's schema. Works on unchecked settings, so
 * that all problems come at once.
 */
export async function checkProviders(settings: Tree, check: ProviderCheck): Promise<CheckedProviders> {
  const problems: string[] = [];
  const options = new Map<string, ProviderSettings['options']>();
  const asked = new Map<string, string>();
  const uses: ProviderUse[] = [];
  const loaded: (readonly [symbol, string, LoadedPlugin])[] = [];
  const found: (readonly [ProviderPlace, LoadedPlugin])[] = [];
  for (const place of providerPlaces(settings)) {
    const { path, slot, use } = place;
    const at = check.askedAt([...path, 'use'], use);
    asked.set(path.join('.'), at);
    const tell = (trouble: PluginTrouble): void => void problems.push(problemLine(at, trouble));
    const known = check.registry.findLoaded(slot, use);
    const result = known ?? (await check.loader.load(use, slot, check.registry.namesFor(slot)));
    uses.push({ path: path.join('.'), slot, use, found: 'plugin' in result ? result : null });
    if (!('plugin' in result)) {
      result.forEach(tell);
      continue;
    }
    if (known === undefined) {
      loaded.push([slot, use, result]);
      const double = doubleOf(place, result, found, check.registry);
      if (double !== null) tell(double);
    }
    found.push([place, result]);
    const checked = await checkedOptions(place, result, settings, check);
    if ('problems' in checked) problems.push(...checked.problems);
    else options.set(path.join('.'), checked.options);
  }
  const registry = check.registry.withLoaded(loaded, asked);
  return { problems: [...problems, ...slotConflicts(found, registry, check.askedAt)], options, registry, uses };
}

type CheckedOptions = { readonly options: ProviderSettings['options'] } | { readonly problems: readonly string[] };

async function checkedOptions(
  { path, use, options: written }: ProviderPlace,
  { plugin }: LoadedPlugin,
  settings: Tree,
  check: ProviderCheck,
): Promise<CheckedOptions> {
  const at = [...path, 'options'];
  const asked = `${at.join('.')} (${check.placeOf(at)})`;
  if (plugin.options === undefined) {
    if (written === undefined || Object.keys(written).length === 0) return { options: {} };
    return { problems: [problemLine(asked, { code: 'PLUGIN_OPTIONS_INVALID', cause: `'${use}' takes no options`, cure: 'Leave them out' })] };
  }
  try {
    const result = await plugin.options['~standard'].validate(written ?? {});
    if (result.issues === undefined) return { options: result.value as ProviderSettings['options'] };
    const lines = schemaProblems(result.issues, { settings, at, schema: plugin.options, placeOf: check.placeOf });
    return { problems: lines.map((line) => `${line} [PLUGIN_OPTIONS_INVALID]`) };
  } catch (error) {
    const cause = `the options schema of '${plugin.name}' throws: ${messageOf(error)}`;
    return { problems: [problemLine(asked, { code: 'PLUGIN_INVALID', cause, cure: 'A schema returns its issues; correct the plugin' })] };
  }
}

/** Two providers of one name in one slot: events and reports could not tell them apart. */
function doubleOf(
  { slot }: ProviderPlace,
  { plugin }: LoadedPlugin,
  found: readonly (readonly [ProviderPlace, LoadedPlugin])[],
  registry: PluginRegistry,
): PluginTrouble | null {
  const others = [...registry.all(), ...found.map(([, loaded]) => loaded)];
  const double = others.find((other) => other.plugin !== plugin && other.plugin.slot === slot && other.plugin.name === plugin.name);
  if (double === undefined) return null;
  const where = { 'built-in': 'built in', code: 'handed in by code', package: `of ${double.origin.from}`, path: `in ${double.origin.from}` };
  return {
    code: 'PLUGIN_DUPLICATE',
    cause: `there are two plugins '${plugin.name}' for ${slotName(slot)}: this one and one ${where[double.origin.kind]}`,
    cure: 'Give one of them another name',
  };
}
