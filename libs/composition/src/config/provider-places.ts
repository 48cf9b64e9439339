import { BATCH_POLICY, DEAL_FILTER, DEAL_SOURCE, DEAL_STORE, DEAL_VALUE, KEEPA_TRANSPORT, LISTENER, TOKEN_POLICY } from '@smart-ingestor/contracts';
import { isTree, type Path, subtrees, type Tree, valueAt } from './tree';

/** One place in the config where a provider is chosen. */
export interface ProviderPlace {
  readonly path: Path;
  readonly slot: symbol;
  readonly use: string;
  /** `undefined` where nothing is written. */
  readonly options: Tree | undefined;
}

/** Every place that names a provider or uses the default one. What is malformed is the schema's to report, and left out. */
export function providerPlaces(settings: Tree): ProviderPlace[] {
  const ofEach = (section: string, member: string, slot: symbol, usedByDefault: string): ProviderPlace[] =>
    subtrees(settings[section]).flatMap(([name]) => placeAt(settings, [section, name, member], slot, usedByDefault));
  const listeners: readonly unknown[] = Array.isArray(settings.listeners) ? settings.listeners : [];
  return [
    ...ofEach('accounts', 'transport', KEEPA_TRANSPORT, 'keepa-http'),
    ...ofEach('tiers', 'tokenPolicy', TOKEN_POLICY, 'deficit-limit'),
    ...ofEach('tiers', 'batchPolicy', BATCH_POLICY, 'refill-tier'),
    ...ofEach('tiers', 'dealValue', DEAL_VALUE, 'newest-first'),
    ...ofEach('jobs', 'source', DEAL_SOURCE, 'deal-feed'),
    ...ofEach('jobs', 'filter', DEAL_FILTER, 'deal-rules'),
    ...placeAt(settings, ['store'], DEAL_STORE, 'sqlite'),
    ...listeners.flatMap((_listener, index) => placeAt(settings, ['listeners', String(index)], LISTENER, null)),
  ];
}

function placeAt(settings: Tree, path: Path, slot: symbol, usedByDefault: string | null): ProviderPlace[] {
  const choice = valueAt(settings, path) ?? {};
  if (!isTree(choice)) return [];
  const use = choice.use ?? usedByDefault;
  const { options } = choice;
  return typeof use === 'string' && (options === undefined || isTree(options)) ? [{ path, slot, use, options }] : [];
}
