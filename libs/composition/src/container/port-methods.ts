import { ConfigError, slotName } from '@smart-ingestor/contracts';
import type { AnyPlugin } from '../plugins/any-plugin';
import { type PluginTrouble, problemLine } from '../plugins/plugin-problem';

/** Methods without which a provider of a slot cannot be what it says; a look, no proof: that is the conformance suite's. */
const PORT_METHODS: Readonly<Record<string, readonly string[]>> = {
  'token-policy': ['decide'],
  'batch-policy': ['plan'],
  'deal-value': ['valueOf'],
  'deal-source': ['plan', 'nextRequest'],
  'deal-filter': ['judgeRow', 'judgePeek'],
  'keepa-transport': ['send', 'readTokens', 'problemsOf'],
  'keepa-exchange': ['exchange'],
  'cost-model': ['estimate', 'observe'],
  'deal-store': ['open', 'close', 'commit'],
  listener: ['on'],
};

/** @throws {ConfigError} where what was built has not the methods of its port; a promise has none of them. */
export function assertFits(plugin: AnyPlugin, provider: unknown, asked: string): unknown {
  const methods = PORT_METHODS[slotName(plugin.slot)] ?? [];
  const missing = methods.filter((method) => typeof (provider as Record<string, unknown> | null | undefined)?.[method] !== 'function');
  if (missing.length === 0) return provider;
  throw new ConfigError([problemLine(asked, misfit(plugin, provider instanceof Promise ? null : missing))]);
}

/** `missing`: the methods that it has not; `null` for a promise. */
function misfit({ name, slot }: AnyPlugin, missing: readonly string[] | null): PluginTrouble {
  const given = missing === null ? 'a promise' : `something without ${missing.map((method) => `${method}()`).join(', ')}`;
  const cure =
    missing === null
      ? 'Build it synchronously; do what takes time at its first use'
      : 'Implement the port of @smart-ingestor/contracts; definePlugin checks its type';
  return { code: 'PLUGIN_INVALID', cause: `plugin '${name}' gives ${given}, which is no ${slotName(slot)}`, cure };
}
