import { BATCH_POLICY, DEAL_FILTER, DEAL_SOURCE, DEAL_STORE, KEEPA_TRANSPORT, TOKEN_POLICY } from '@smart-ingestor/contracts';
import type { PluginRegistry } from '../plugins/plugin-registry';
import { schemaProblems, whereabouts } from './schema-problems';
import type { ProviderSettings } from './settings';
import { isTree, type Path, subtrees, type Tree, valueAt } from './tree';

/** One place in the config where a provider is chosen. */
interface ProviderPlace {
  readonly path: Path;
  readonly slot: symbol;
  readonly usedByDefault: string;
}

export interface CheckedProviders {
  readonly problems: readonly string[];
  /** Path of a provider (`tiers.low.tokenPolicy`) → its options as its own schema returned them. */
  readonly options: ReadonlyMap<string, ProviderSettings['options']>;
}

/** Every `use` names a provider, and every `options` passes that provider's schema. Works on unchecked settings, so that all problems come at once. */
export async function checkProviders(settings: Tree, registry: PluginRegistry, placeOf: (path: Path) => string): Promise<CheckedProviders> {
  const problems: string[] = [];
  const options = new Map<string, ProviderSettings['options']>();
  for (const { path, slot, usedByDefault } of providerPlaces(settings)) {
    const choice = valueAt(settings, path) ?? {};
    const use = isTree(choice) ? (choice.use ?? usedByDefault) : null;
    if (!isTree(choice) || typeof use !== 'string') continue;
    const plugin = registry.find(slot, use);
    if (plugin === undefined) {
      problems.push(`${whereabouts([...path, 'use'], { placeOf })}: ${registry.unknownName(slot, use)}`);
      continue;
    }
    const at = [...path, 'options'];
    const written = choice.options;
    if (written !== undefined && !isTree(written)) continue;
    if (plugin.options === undefined) {
      if (written !== undefined && Object.keys(written).length > 0)
        problems.push(`${whereabouts(at, { placeOf })}: '${use}' takes no options. Leave them out.`);
      options.set(path.join('.'), {});
      continue;
    }
    const result = await plugin.options['~standard'].validate(written ?? {});
    if (result.issues === undefined) options.set(path.join('.'), result.value as ProviderSettings['options']);
    else problems.push(...schemaProblems(result.issues, { settings, at, schema: plugin.options, placeOf }));
  }
  return { problems, options };
}

function providerPlaces(settings: Tree): ProviderPlace[] {
  const ofEach = (section: string, member: string, slot: symbol, usedByDefault: string): ProviderPlace[] =>
    subtrees(settings[section]).map(([name]) => ({ path: [section, name, member], slot, usedByDefault }));
  return [
    ...ofEach('accounts', 'transport', KEEPA_TRANSPORT, 'keepa-http'),
    ...ofEach('tiers', 'tokenPolicy', TOKEN_POLICY, 'deficit-limit'),
    ...ofEach('tiers', 'batchPolicy', BATCH_POLICY, 'refill-tier'),
    ...ofEach('jobs', 'source', DEAL_SOURCE, 'deal-feed'),
    ...ofEach('jobs', 'filter', DEAL_FILTER, 'deal-rules'),
    { path: ['store'], slot: DEAL_STORE, usedByDefault: 'sqlite' },
  ];
}
