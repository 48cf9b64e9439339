import { DEAL_STORE, slotName, TOKEN_LEDGER } from '@smart-ingestor/contracts';
import { isTree } from '../config/tree';
import { didYouMean, listed } from '../suggestions';
import type { AnyPlugin } from './any-plugin';
import type { PluginTrouble } from './plugin-problem';
import { MAY_ALSO_FILL, PLUGIN_SLOT_NAMES, PLUGIN_SLOTS, slotMajor } from './plugin-slots';

/** Whether a value looks like what `definePlugin` returns. */
export function isPlugin(value: unknown): value is AnyPlugin {
  return isTree(value) && typeof value.name === 'string' && typeof value.slot === 'symbol';
}

/** Everything in a plugin object that could not work. */
export function shapeTroubles(plugin: AnyPlugin): PluginTrouble[] {
  if (plugin.slot === TOKEN_LEDGER) return [ledgerAlone(plugin)];
  const slot = slotTrouble(plugin);
  if (slot !== null) return [slot];
  return [...makerTroubles(plugin), ...optionsTroubles(plugin), ...storeTroubles(plugin), ...alsoFillsTroubles(plugin)];
}

function slotTrouble({ name, slot }: AnyPlugin): PluginTrouble | null {
  if (PLUGIN_SLOTS.includes(slot)) return null;
  const known = PLUGIN_SLOTS.find((candidate) => slotName(candidate) === slotName(slot));
  if (known === undefined) {
    const suggestion = didYouMean(slotName(slot), PLUGIN_SLOT_NAMES);
    return {
      code: 'PLUGIN_WRONG_SLOT',
      cause: `plugin '${name}' is for ${slotName(slot)}, which is no slot for plugins${suggestion}`,
      cure: `Slots for plugins: ${listed(PLUGIN_SLOT_NAMES)}`,
    };
  }
  return {
    code: 'PLUGIN_SLOT_VERSION',
    cause: `plugin '${name}' is for version ${slotMajor(slot)} of the slot ${slotName(slot)}, and this Smart Ingestor has version ${slotMajor(known)}`,
    cure: `Build it against the installed @smart-ingestor/contracts, as a peer dependency`,
  };
}

function makerTroubles(plugin: AnyPlugin): PluginTrouble[] {
  const makers = [plugin.useClass, plugin.useFactory, plugin.useValue].filter((maker) => maker !== undefined).length;
  const cure = 'Make it with definePlugin({ name, slot, options, useClass })';
  if (makers !== 1)
    return [
      { code: 'PLUGIN_INVALID', cause: `plugin '${plugin.name}' must have exactly one of useClass, useFactory and useValue; it has ${makers}`, cure },
    ];
  const maker: unknown = plugin.useClass ?? plugin.useFactory;
  if (maker === undefined || typeof maker === 'function') return [];
  return [
    {
      code: 'PLUGIN_INVALID',
      cause: `plugin '${plugin.name}' has a ${plugin.useClass === undefined ? 'useFactory' : 'useClass'} that cannot be called`,
      cure,
    },
  ];
}

function optionsTroubles({ name, options }: AnyPlugin): PluginTrouble[] {
  const standard: unknown = options === undefined ? undefined : Reflect.get(Object(options) as object, '~standard');
  if (options === undefined || (isTree(standard) && typeof standard.validate === 'function')) return [];
  return [
    {
      code: 'PLUGIN_INVALID',
      cause: `plugin '${name}' has options that are no Standard Schema`,
      cure: 'Use a schema of zod 4, valibot or arktype, or leave options out',
    },
  ];
}

function storeTroubles(plugin: AnyPlugin): PluginTrouble[] {
  if (plugin.slot !== DEAL_STORE || plugin.alsoFills?.includes(TOKEN_LEDGER)) return [];
  const cause = `plugin '${plugin.name}' fills ${slotName(DEAL_STORE)} but not ${slotName(TOKEN_LEDGER)}: one object must keep both`;
  return [{ code: 'PLUGIN_INVALID', cause, cure: 'Add alsoFills: [TOKEN_LEDGER]' }];
}

function ledgerAlone({ name }: AnyPlugin): PluginTrouble {
  const cause = `plugin '${name}' fills ${slotName(TOKEN_LEDGER)} alone: a settlement and the deals it paid for are one transaction`;
  return { code: 'PLUGIN_WRONG_SLOT', cause, cure: `Let the provider of ${slotName(DEAL_STORE)} fill it too (alsoFills: [TOKEN_LEDGER])` };
}

function alsoFillsTroubles({ name, slot, alsoFills = [] }: AnyPlugin): PluginTrouble[] {
  const allowed = MAY_ALSO_FILL.get(slot) ?? [];
  return alsoFills
    .filter((extra) => !allowed.includes(extra))
    .map((extra) => ({
      code: 'PLUGIN_INVALID',
      cause: `plugin '${name}' for ${slotName(slot)} also fills ${slotName(extra)}, which has no effect there`,
      cure: allowed.length === 0 ? 'Leave alsoFills out' : `Only ${allowed.map(slotName).join(' and ')} may stand in its alsoFills`,
    }));
}
