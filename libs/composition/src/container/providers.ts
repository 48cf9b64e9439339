import { ConfigError, isSmartIngestorError, PROVIDER_OPTIONS, type Resolver, type Slot, slotName } from '@smart-ingestor/contracts';
import { container as root, type DependencyContainer } from 'tsyringe';
import { messageOf } from '../message-of';
import type { AnyPlugin } from '../plugins/any-plugin';
import { BY_CODE, type PluginTrouble, problemLine } from '../plugins/plugin-problem';
import { assertFits } from './port-methods';
import { Shutdown } from './shutdown';

/**
 * Providers in a tsyringe container of their own: those that all accounts of a process share, or those of one account (`within` the shared ones). Each
 * slot is filled once and built once, when it is first asked for; each provider is built in a small child container, so that `PROVIDER_OPTIONS` are its
 * own options and nobody else's.
 */
export class Providers {
  readonly container: DependencyContainer;
  readonly shutdown = new Shutdown();
  readonly #filledBy = new Map<symbol, string>();
  /** What is being built at this moment, the outermost first: one that comes up again is a cycle. `at`: where the config asks for it. */
  readonly #underway: { readonly label: string; readonly at: string }[] = [];
  /** Cycles that were told: the same one is found again from each of its providers. */
  readonly #cycles = new Map<string, ConfigError>();
  /** Why the innermost of them cannot be built; tsyringe wraps it into errors of its own. */
  #innermost: unknown = null;

  constructor(private readonly within: Providers | null = null) {
    this.container = (within?.container ?? root).createChildContainer();
    within?.shutdown.addAll(this.shutdown);
  }

  /** Registers an object that somebody else owns: it is never closed here. */
  fillWithValue<T>(slot: Slot<T>, value: T, by: string): void {
    this.#claim(slot, by);
    this.container.register(slot, { useValue: value });
  }

  /** The caller decides at every resolve (the tier in force); `null`: not built yet, so whoever asks is a part of it. */
  fillLive<T>(slot: Slot<T>, current: () => T | null, by: string): void {
    this.#claim(slot, by);
    this.container.register(slot, { useFactory: () => current() ?? this.#refuseCycle(slotName(slot)) });
  }

  /** One object for the plugin's slot and for all that it also fills. `at`: where the config asks for it. */
  fill(plugin: AnyPlugin, options: unknown, at = BY_CODE): void {
    // tsyringe caches per resolving container, and a provider's own child is one: what must be one object is remembered here.
    let built: { readonly provider: unknown } | undefined;
    const once = (): unknown => {
      if (built === undefined && this.#isUnderway(labelOf(plugin))) return this.#refuseCycle(labelOf(plugin));
      return (built ??= { provider: this.build(plugin, options, at) }).provider;
    };
    for (const slot of [plugin.slot, ...(plugin.alsoFills ?? [])]) {
      this.#claim(slot, `plugin '${plugin.name}'`);
      this.container.register(slot, { useFactory: once });
    }
  }

  isFilled(slot: symbol): boolean {
    return this.#fillerOf(slot) !== undefined;
  }

  /** @throws {ConfigError} naming every slot that nothing fills. */
  assertFilled(slots: readonly symbol[]): void {
    const gaps = slots.filter((slot) => !this.isFilled(slot));
    if (gaps.length > 0) throw new ConfigError(gaps.map((slot) => problemLine(BY_CODE, gap(slotName(slot), 'nothing fills it'))));
  }

  resolve<T>(slot: Slot<T>): T {
    return this.container.resolve<T>(slot);
  }

  /** A provider outside the slots (one policy of one tier, one job's source). @throws {ConfigError} naming a plugin that cannot be built, and why. */
  build(plugin: AnyPlugin, options: unknown, at = BY_CODE): unknown {
    if (plugin.useValue !== undefined) return assertFits(plugin, plugin.useValue, at);
    const own = this.container.createChildContainer();
    own.register(PROVIDER_OPTIONS, { useValue: options });
    this.#underway.push({ label: labelOf(plugin), at });
    try {
      const provider = assertFits(plugin, this.#construct(plugin, options, own), at);
      this.shutdown.add(provider, `plugin '${plugin.name}' for ${slotName(plugin.slot)}`);
      return provider;
    } catch (error) {
      this.#innermost ??= explained(plugin, error, this.#asked);
      throw this.#innermost;
    } finally {
      this.#underway.pop();
      if (this.#underway.length === 0) this.#innermost = null;
    }
  }

  #construct(plugin: AnyPlugin, options: unknown, own: DependencyContainer): unknown {
    const resolver: Resolver = {
      resolve: (slot) =>
        this.isFilled(slot) ? own.resolve(slot) : this.#refuse(gap(slotName(slot), `plugin '${plugin.name}' asks for it, and nothing fills it`)),
    };
    if (plugin.useFactory !== undefined) return plugin.useFactory(options as never, resolver);
    return own.resolve(plugin.useClass as new (...args: unknown[]) => unknown);
  }

  #refuse(trouble: PluginTrouble): never {
    this.#innermost ??= new ConfigError([problemLine(this.#asked, trouble)]);
    throw this.#innermost;
  }

  #refuseCycle(again: string): never {
    const labels = this.#underway.map(({ label }) => label);
    const members = labels.slice(Math.max(0, labels.indexOf(again)));
    const known = this.#cycles.get([...members].sort().join());
    const cause = `providers need each other while they are built: ${[...members, again].join(' → ')}`;
    const cure = 'Let one of them resolve the other when it is first used, or do without it';
    this.#innermost ??= known ?? new ConfigError([problemLine(this.#asked, { code: 'PLUGIN_CYCLE', cause, cure })]);
    this.#cycles.set([...members].sort().join(), this.#innermost as ConfigError);
    throw this.#innermost;
  }

  #isUnderway(label: string): boolean {
    return this.#underway.some((building) => building.label === label);
  }

  /** Who asked for what is being built. */
  get #asked(): string {
    return this.#underway[0]?.at ?? BY_CODE;
  }

  #fillerOf(slot: symbol): string | undefined {
    return this.#filledBy.get(slot) ?? (this.within === null ? undefined : this.within.#fillerOf(slot));
  }

  #claim(slot: symbol, by: string): void {
    const before = this.#fillerOf(slot);
    if (before !== undefined) {
      const cause = `${slotName(slot)} is filled twice, by ${before} and by ${by}`;
      throw new ConfigError([problemLine(BY_CODE, { code: 'PLUGIN_SLOT_FILLED_TWICE', cause, cure: 'Configure one of them' })]);
    }
    this.#filledBy.set(slot, by);
  }
}

function labelOf({ name, slot }: AnyPlugin): string {
  return `${slotName(slot)} ('${name}')`;
}

function gap(slot: string, why: string): PluginTrouble {
  return { code: 'PLUGIN_DEPENDENCY_MISSING', cause: `there is no ${slot}: ${why}`, cure: `Hand in a plugin for ${slot}, or do without it` };
}

/** Errors of ours say enough; of all others the plugin is named, and the way out. */
function explained(plugin: AnyPlugin, error: unknown, asked: string): unknown {
  if (isSmartIngestorError(error)) return error;
  const message = messageOf(error);
  const missing = /unregistered dependency token: "Symbol\(smart-ingestor\/(.+?)@\d+\)"/.exec(message)?.[1];
  if (missing !== undefined) {
    return new ConfigError([problemLine(asked, gap(missing, `the class of plugin '${plugin.name}' asks for it, and nothing fills it`))]);
  }
  const cannot = /TypeInfo not known|unregistered dependency token|Cannot inject/.test(message);
  const cause = `plugin '${plugin.name}' for ${slotName(plugin.slot)} ${cannot ? 'cannot be built' : 'throws while it is built'}: ${firstLine(message)}`;
  const cure = cannot
    ? 'Its class must be @injectable(), with @inject(SLOT) on every parameter, and of the one installed tsyringe (npm ls tsyringe)'
    : 'Correct the plugin, or its options in the config';
  return new ConfigError([problemLine(asked, { code: 'PLUGIN_BUILD_FAILED', cause, cure })]);
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/[.\s]+$/, '');
}
