import { ConfigError, slotName } from '@smart-ingestor/contracts';
import { didYouMean, listed } from '../suggestions';
import type { AnyPlugin } from './any-plugin';
import type { LoadedPlugin, PluginOrigin } from './loaded-plugin';
import { BY_CODE, problemLine } from './plugin-problem';
import { shapeTroubles } from './plugin-shape';

/**
 * Every provider that a config may name, by slot and by what `use` says. Of two registrations tsyringe silently takes the second: doubles, gaps and
 * plugins that could not work are refused here, by name.
 */
export class PluginRegistry {
  private constructor(
    private readonly builtIn: readonly AnyPlugin[],
    private readonly handedIn: readonly AnyPlugin[],
    /** Key of slot and `use` → a plugin that a package or a path gave. */
    private readonly loaded: ReadonlyMap<string, LoadedPlugin>,
    /** Path of a provider in the config → who asked, with file and line. */
    private readonly asked: ReadonlyMap<string, string>,
  ) {}

  /** @throws {ConfigError} listing every plugin that cannot be registered. */
  static of(builtIn: readonly AnyPlugin[], handedIn: readonly AnyPlugin[] = []): PluginRegistry {
    const { registry, problems } = PluginRegistry.checked(builtIn, handedIn);
    if (problems.length > 0) throw new ConfigError(problems);
    return registry;
  }

  /** The same with its problems returned, so that they can be told with those of the config. */
  static checked(
    builtIn: readonly AnyPlugin[],
    handedIn: readonly AnyPlugin[],
  ): { readonly registry: PluginRegistry; readonly problems: readonly string[] } {
    const mine = [...new Set(handedIn)];
    const problems = [
      ...mine.flatMap((plugin) => shapeTroubles(plugin).map((trouble) => problemLine(BY_CODE, trouble))),
      ...doubles([...builtIn, ...mine]),
    ];
    return { registry: new PluginRegistry(builtIn, mine, new Map(), new Map()), problems };
  }

  /** This registry with what packages and paths gave, and who asked for each provider of the config. */
  withLoaded(found: readonly (readonly [slot: symbol, use: string, LoadedPlugin])[], asked: ReadonlyMap<string, string>): PluginRegistry {
    const loaded = new Map([...this.loaded, ...found.map(([slot, use, plugin]) => [keyOf(slot, use), plugin] as const)]);
    return new PluginRegistry(this.builtIn, this.handedIn, loaded, asked);
  }

  /** `tiers.low.tokenPolicy.use (file smart-ingestor.config.ts, line 4)` for the path of a provider. */
  askedAt(path: string): string {
    return this.asked.get(path) ?? path;
  }

  /** This registry with further plugins of code. @throws {ConfigError} as `of`. */
  withHandedIn(plugins: readonly AnyPlugin[]): PluginRegistry {
    const { handedIn } = PluginRegistry.of(this.builtIn, [...this.handedIn, ...plugins]);
    return new PluginRegistry(this.builtIn, handedIn, this.loaded, this.asked);
  }

  find(slot: symbol, use: string): AnyPlugin | undefined {
    return this.findLoaded(slot, use)?.plugin;
  }

  findLoaded(slot: symbol, use: string): LoadedPlugin | undefined {
    return this.named().find(({ plugin }) => plugin.slot === slot && plugin.name === use) ?? this.loaded.get(keyOf(slot, use));
  }

  /** @throws {ConfigError} naming the providers that there are. */
  get(slot: symbol, use: string): AnyPlugin {
    const plugin = this.find(slot, use);
    if (plugin !== undefined) return plugin;
    const known = this.namesFor(slot);
    const cause = `unknown ${slotName(slot)} '${use}'${didYouMean(use, known)}`;
    throw new ConfigError([problemLine(slotName(slot), { code: 'PLUGIN_NOT_FOUND', cause, cure: `Known: ${listed(known)}` })]);
  }

  /** Names that need no loading. */
  namesFor(slot: symbol): string[] {
    return this.named().flatMap(({ plugin }) => (plugin.slot === slot ? [plugin.name] : []));
  }

  /** For slots that no config names: a plugin handed in by code replaces the built-in one. */
  only(slot: symbol): AnyPlugin {
    const mine = this.handedInFor(slot);
    if (mine.length > 1) {
      const cause = `${slotName(slot)} is filled by ${mine.map(({ name }) => `'${name}'`).join(' and ')}`;
      throw new ConfigError([problemLine(BY_CODE, { code: 'PLUGIN_SLOT_FILLED_TWICE', cause, cure: 'Hand in one of them' })]);
    }
    const plugin = mine[0] ?? this.builtIn.find((candidate) => candidate.slot === slot);
    if (plugin !== undefined) return plugin;
    const cause = `nothing fills ${slotName(slot)}`;
    throw new ConfigError([problemLine(BY_CODE, { code: 'PLUGIN_DEPENDENCY_MISSING', cause, cure: 'Hand in a plugin for it' })]);
  }

  handedInFor(slot: symbol): readonly AnyPlugin[] {
    return this.handedIn.filter((plugin) => plugin.slot === slot);
  }

  /** Everything that is there, in the order built in, handed in, loaded. */
  all(): readonly LoadedPlugin[] {
    return [...this.named(), ...this.loaded.values()];
  }

  private named(): LoadedPlugin[] {
    const from = (kind: PluginOrigin['kind']) => (plugin: AnyPlugin) => ({ plugin, origin: { kind, from: '', version: null } });
    return [...this.builtIn.map(from('built-in')), ...this.handedIn.map(from('code'))];
  }
}

function keyOf(slot: symbol, use: string): string {
  return `${slotName(slot)} ${use}`;
}

function doubles(plugins: readonly AnyPlugin[]): string[] {
  const seen = new Set<string>();
  return plugins.flatMap(({ slot, name }) => {
    const key = keyOf(slot, name);
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const cause = `two plugins fill ${slotName(slot)} under the name '${name}'`;
    return [problemLine(BY_CODE, { code: 'PLUGIN_DUPLICATE', cause, cure: 'Give yours another name' })];
  });
}
