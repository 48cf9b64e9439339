import { COST_MODEL, DEAL_STORE, KEEPA_EXCHANGE, TOKEN_LEDGER, TOKEN_POLICY } from '@smart-ingestor/contracts';
import { builtInPlugins } from '../builtin-plugins';
import { problemsOf } from '../testing/config-folder';
import { PluginRegistry } from './plugin-registry';

const DEFINE = 'Make it with definePlugin({ name, slot, options, useClass })';
const made = { useFactory: () => ({}) };

describe('the plugin registry', () => {
  it('knows the built-in providers, one name a slot', () => {
    expect(() => PluginRegistry.of(builtInPlugins)).not.toThrow();
  });

  it('refuses a second plugin of the same slot and name', async () => {
    const mine = { name: 'deficit-limit', slot: TOKEN_POLICY, ...made };
    expect(await problemsOf(() => PluginRegistry.of(builtInPlugins, [mine]))).toEqual([
      `plugins (code): two plugins fill token-policy under the name 'deficit-limit'. Give yours another name. [PLUGIN_DUPLICATE]`,
    ]);
    expect(() => PluginRegistry.of(builtInPlugins, [{ ...mine, slot: COST_MODEL }])).not.toThrow();
  });

  it('refuses a ledger and a store that cannot share one transaction, by name, all problems at once', async () => {
    const plugins = [
      { name: 'redis', slot: TOKEN_LEDGER, ...made },
      { name: 'mongo', slot: DEAL_STORE, ...made },
      { name: 'both', slot: TOKEN_POLICY, useFactory: () => ({}), useValue: {} },
      { name: 'none', slot: TOKEN_POLICY },
    ];
    expect(await problemsOf(() => PluginRegistry.of(builtInPlugins, plugins))).toEqual([
      `plugins (code): plugin 'redis' fills token-ledger alone: a settlement and the deals it paid for are one transaction. Let the provider of deal-store fill it too (alsoFills: [TOKEN_LEDGER]). [PLUGIN_WRONG_SLOT]`,
      `plugins (code): plugin 'mongo' fills deal-store but not token-ledger: one object must keep both. Add alsoFills: [TOKEN_LEDGER]. [PLUGIN_INVALID]`,
      `plugins (code): plugin 'both' must have exactly one of useClass, useFactory and useValue; it has 2. ${DEFINE}. [PLUGIN_INVALID]`,
      `plugins (code): plugin 'none' must have exactly one of useClass, useFactory and useValue; it has 0. ${DEFINE}. [PLUGIN_INVALID]`,
    ]);
  });

  it('lets a plugin replace the built-in one where no config names a provider, and refuses two', async () => {
    const mine = { name: 'mine', slot: COST_MODEL, ...made };
    expect(PluginRegistry.of(builtInPlugins, [mine]).only(COST_MODEL)).toBe(mine);
    expect(PluginRegistry.of(builtInPlugins).only(COST_MODEL).name).toBe('price-list');
    const two = PluginRegistry.of(builtInPlugins, [mine, { ...mine, name: 'yours' }]);
    expect(await problemsOf(() => two.only(COST_MODEL))).toEqual([
      `plugins (code): cost-model is filled by 'mine' and 'yours'. Hand in one of them. [PLUGIN_SLOT_FILLED_TWICE]`,
    ]);
    expect(await problemsOf(() => PluginRegistry.of([]).only(KEEPA_EXCHANGE))).toEqual([
      'plugins (code): nothing fills keepa-exchange. Hand in a plugin for it. [PLUGIN_DEPENDENCY_MISSING]',
    ]);
  });

  it('names what there is where a name is unknown', async () => {
    expect(await problemsOf(() => PluginRegistry.of(builtInPlugins).get(DEAL_STORE, 'sqlit'))).toEqual([
      `deal-store: unknown deal-store 'sqlit'; did you mean 'sqlite'? Known: memory, sqlite. [PLUGIN_NOT_FOUND]`,
    ]);
  });
});
