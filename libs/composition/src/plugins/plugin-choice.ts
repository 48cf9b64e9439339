import { slotName } from '@smart-ingestor/contracts';
import { didYouMean, listed } from '../suggestions';
import type { PluginTrouble } from './plugin-problem';

/** What a package or a file offers, before its code is looked at more closely. */
export interface Offer {
  readonly name: string;
  /** Name of its slot. */
  readonly slot: string;
}

/** Where a config names a plugin of each slot. */
const CONFIG_KEYS: Readonly<Record<string, string>> = {
  'token-policy': 'tiers.<tier>.tokenPolicy',
  'batch-policy': 'tiers.<tier>.batchPolicy',
  'deal-value': 'tiers.<tier>.dealValue',
  'deal-source': 'jobs.<job>.source',
  'deal-filter': 'jobs.<job>.filter',
  'keepa-transport': 'accounts.<account>.transport',
  'deal-store': 'store',
  listener: 'listeners',
};

/**
 * The one plugin of several that a config means: the one that is named (`#burst`), else the only one for the slot.
 * @param label what the config calls the package or file, without the name.
 */
export function choosePlugin<O extends Offer>(offers: readonly O[], slot: symbol, named: string | null, label: string): O | PluginTrouble {
  const wanted = slotName(slot);
  const byName = named === null ? offers : offers.filter(({ name }) => name === named);
  if (named !== null && byName.length === 0) return unknownName(offers, named, label);
  const fitting = byName.filter((offer) => offer.slot === wanted);
  if (fitting.length === 1) return fitting[0]!;
  if (fitting.length === 0) return wrongSlot(byName, wanted, label);
  const references = fitting.map(({ name }) => `'${label}#${name}'`);
  return {
    code: 'PLUGIN_AMBIGUOUS',
    cause: `'${label}' has ${fitting.length} plugins for ${wanted}: ${listed(fitting.map(({ name }) => name))}`,
    cure: `Write one of ${references.join(', ')}`,
  };
}

function unknownName(offers: readonly Offer[], named: string, label: string): PluginTrouble {
  const names = [...new Set(offers.map(({ name }) => name))];
  return {
    code: 'PLUGIN_NAME_UNKNOWN',
    cause: `'${label}' has no plugin '${named}'${didYouMean(named, names)}`,
    cure: `It has ${names.map((name) => `'${label}#${name}'`).join(', ')}`,
  };
}

function wrongSlot(offers: readonly Offer[], wanted: string, label: string): PluginTrouble {
  const [first] = offers;
  const key = CONFIG_KEYS[first?.slot ?? ''];
  return {
    code: 'PLUGIN_WRONG_SLOT',
    cause: `'${label}' is for ${offers.map(({ name, slot }) => `${slot} ('${name}')`).join(' and ')}, and a ${wanted} is needed`,
    cure: `Name a ${wanted} here${key === undefined ? '' : `; this one belongs under ${key}`}`,
  };
}
