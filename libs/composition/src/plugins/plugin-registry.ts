import { ConfigError, DEAL_STORE, slotName, TOKEN_LEDGER } from '@smart-ingestor/contracts';
import { didYouMean, listed } from '../suggestions';
import type { AnyPlugin } from './any-plugin';

/**
 * Every provider that a config may name, by slot and name. Of two registrations tsyringe silently takes the second: doubles, gaps and plugins
 * that could not work are refused here, by name.
 */
export class PluginRegistry {
  private constructor(
    private readonly builtIn: readonly AnyPlugin[],
    private readonly handedIn: readonly AnyPlugin[],
  ) {}

  /** @throws {ConfigError} listing every plugin that cannot be registered. */
  static of(builtIn: readonly AnyPlugin[], handedIn: readonly AnyPlugin[] = []): PluginRegistry {
    const plugins = [...builtIn, ...handedIn];
    const problems = [...handedIn.flatMap(shapeProblems), ...duplicateProblems(plugins)];
    if (problems.length > 0) throw new ConfigError(problems);
    return new PluginRegistry(builtIn, handedIn);
  }

  find(slot: symbol, name: string): AnyPlugin | undefined {
    return [...this.builtIn, ...this.handedIn].find((plugin) => plugin.slot === slot && plugin.name === name);
  }

  /** @throws {ConfigError} naming the providers that there are. */
  get(slot: symbol, name: string): AnyPlugin {
    const plugin = this.find(slot, name);
    if (plugin === undefined) throw new ConfigError([this.unknownName(slot, name)]);
    return plugin;
  }

  unknownName(slot: symbol, name: string): string {
    const known = [...this.builtIn, ...this.handedIn].filter((plugin) => plugin.slot === slot).map((plugin) => plugin.name);
    const suggestion = didYouMean(name, known);
    return `unknown ${slotName(slot)} '${name}'${suggestion === '' ? '.' : suggestion} Known: ${listed(known)}. A provider of your own is handed in as a plugin.`;
  }

  /** For slots that no config names: a plugin handed in by code replaces the built-in one. */
  only(slot: symbol): AnyPlugin {
    const mine = this.handedIn.filter((plugin) => plugin.slot === slot);
    if (mine.length > 1) throw new ConfigError([`${slotName(slot)} is filled by ${mine.map(quoted).join(' and ')}: hand in one of them.`]);
    const plugin = mine[0] ?? this.builtIn.find((candidate) => candidate.slot === slot);
    if (plugin === undefined) throw new ConfigError([`Nothing fills ${slotName(slot)}: hand in a plugin for it.`]);
    return plugin;
  }
}

function shapeProblems(plugin: AnyPlugin): string[] {
  const problems: string[] = [];
  const makers = [plugin.useClass, plugin.useFactory, plugin.useValue].filter((maker) => maker !== undefined).length;
  if (makers !== 1) problems.push(`plugin '${plugin.name}' must have exactly one of useClass, useFactory and useValue; it has ${makers}.`);
  if (plugin.slot === TOKEN_LEDGER) {
    problems.push(
      `plugin '${plugin.name}' fills ${slotName(TOKEN_LEDGER)} alone: a settlement and the deals it paid for are one transaction, so the provider of ` +
        `${slotName(DEAL_STORE)} fills it too (alsoFills: [TOKEN_LEDGER]).`,
    );
  }
  if (plugin.slot === DEAL_STORE && !plugin.alsoFills?.includes(TOKEN_LEDGER)) {
    problems.push(
      `plugin '${plugin.name}' fills ${slotName(DEAL_STORE)} but not ${slotName(TOKEN_LEDGER)}: one object must keep both (alsoFills: [TOKEN_LEDGER]).`,
    );
  }
  return problems;
}

function duplicateProblems(plugins: readonly AnyPlugin[]): string[] {
  const seen = new Map<symbol, Set<string>>();
  return plugins.flatMap(({ slot, name }) => {
    const names = seen.get(slot) ?? new Set<string>();
    seen.set(slot, names);
    if (names.has(name)) return [`two plugins fill ${slotName(slot)} under the name '${name}': give yours another name.`];
    names.add(name);
    return [];
  });
}

function quoted({ name }: AnyPlugin): string {
  return `'${name}'`;
}
