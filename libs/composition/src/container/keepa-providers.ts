import { ConfigError, COST_MODEL, KEEPA_EXCHANGE, KEEPA_TRANSPORT, type KeepaExchange, LISTENERS } from '@smart-ingestor/contracts';
import type { AccountSettings, Settings } from '../config/settings';
import { schemaProblems } from '../config/schema-problems';
import { NO_NETWORK } from '../no-network';
import type { AnyPlugin } from '../plugins/any-plugin';
import type { PluginRegistry } from '../plugins/plugin-registry';
import type { Providers } from './providers';

export interface KeepaSettings {
  readonly name: string;
  readonly account: AccountSettings;
  readonly key: string;
  /** In place of HTTP: the in-process simulator, a recording. */
  readonly exchange: KeepaExchange | undefined;
}

/** The way to Keepa. A provider of the transport may bring its own exchange or cost model along (`alsoFills`); what it does not bring is built in. */
export async function fillKeepaSlots(providers: Providers, registry: PluginRegistry, settings: KeepaSettings): Promise<void> {
  const { name, account, exchange } = settings;
  const transport = registry.get(KEEPA_TRANSPORT, account.transport.use);
  const broughtAlong = new Set(transport.alsoFills ?? []);
  providers.fill(transport, account.transport.options, registry.askedAt(`accounts.${name}.transport`));
  if (exchange !== undefined) providers.fillWithValue(KEEPA_EXCHANGE, exchange, 'the exchange that was handed in');
  else if (!broughtAlong.has(KEEPA_EXCHANGE)) {
    const plugin = registry.only(KEEPA_EXCHANGE);
    providers.fill(plugin, await exchangeOptions(plugin, settings));
  }
  if (!broughtAlong.has(COST_MODEL)) {
    const plugin = registry.only(COST_MODEL);
    providers.fill(plugin, await checked(plugin, {}, ['cost-model']));
  }
}

/** The slots of the config's first account for those who only look: providers may ask for them, and nothing can be sent. Needs no key. */
export async function fillOfflineSlots(providers: Providers, registry: PluginRegistry, { accounts }: Pick<Settings, 'accounts'>): Promise<void> {
  const [name, account] = Object.entries(accounts)[0]!;
  const brings = registry.get(KEEPA_TRANSPORT, account.transport.use).alsoFills?.includes(KEEPA_EXCHANGE);
  await fillKeepaSlots(providers, registry, { name, account, key: '', exchange: brings ? undefined : NO_NETWORK });
  providers.fillWithValue(LISTENERS, [], 'nobody, because nothing runs');
}

/** Address and key come from the account, timeouts from its transport. The key goes into these options and nowhere else. */
function exchangeOptions(plugin: AnyPlugin, { name, account, key }: KeepaSettings): Promise<unknown> {
  const { requestTimeoutMs, connectTimeoutMs } = account.transport.options;
  return checked(plugin, { baseUrl: account.baseUrl, key, ...defined({ requestTimeoutMs, connectTimeoutMs }) }, ['accounts', name]);
}

function defined(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

async function checked(plugin: AnyPlugin, options: Readonly<Record<string, unknown>>, at: readonly string[]): Promise<unknown> {
  if (plugin.options === undefined) return options;
  const result = await plugin.options['~standard'].validate(options);
  if (result.issues === undefined) return result.value;
  const problems = schemaProblems(result.issues, { settings: undefined, at, schema: plugin.options, placeOf: () => `plugin '${plugin.name}'` });
  throw new ConfigError(problems);
}
