import { ConfigError, PROVIDER_OPTIONS, type Resolver, type Slot, slotName } from '@smart-ingestor/contracts';
import { container as root, type DependencyContainer } from 'tsyringe';
import { messageOf } from '../message-of';
import type { AnyPlugin } from '../plugins/any-plugin';
import { Shutdown } from './shutdown';

/**
 * The providers of one account in a tsyringe container of its own. Each slot is filled once and built once, when it is first asked for; each provider
 * is built in a small child container, so that `PROVIDER_OPTIONS` are its own options and nobody else's.
 */
export class Providers {
  readonly container: DependencyContainer = root.createChildContainer();
  readonly shutdown = new Shutdown();
  readonly #filledBy = new Map<symbol, string>();

  /** Registers an object that somebody else owns: it is never closed here. */
  fillWithValue<T>(slot: Slot<T>, value: T, by: string): void {
    this.#claim(slot, by);
    this.container.register(slot, { useValue: value });
  }

  /** The caller decides at every resolve (the tier in force). */
  fillLive<T>(slot: Slot<T>, current: () => T, by: string): void {
    this.#claim(slot, by);
    this.container.register(slot, { useFactory: current });
  }

  /** One object for the plugin's slot and for all that it also fills. */
  fill(plugin: AnyPlugin, options: unknown): void {
    // tsyringe caches per resolving container, and a provider's own child is one: what must be one object is remembered here.
    let built: { readonly provider: unknown } | undefined;
    const once = (): unknown => (built ??= { provider: this.build(plugin, options) }).provider;
    for (const slot of [plugin.slot, ...(plugin.alsoFills ?? [])]) {
      this.#claim(slot, `plugin '${plugin.name}'`);
      this.container.register(slot, { useFactory: once });
    }
  }

  isFilled(slot: symbol): boolean {
    return this.#filledBy.has(slot);
  }

  /** @throws {ConfigError} naming every slot that nothing fills. */
  assertFilled(slots: readonly symbol[]): void {
    const gaps = slots.filter((slot) => !this.isFilled(slot));
    if (gaps.length > 0) throw new ConfigError(gaps.map((slot) => `Nothing fills ${slotName(slot)}: hand in a plugin for it.`));
  }

  resolve<T>(slot: Slot<T>): T {
    return this.container.resolve<T>(slot);
  }

  /** A provider outside the slots (one policy of one tier, one job's source). @throws {ConfigError} naming a plugin that cannot be built. */
  build(plugin: AnyPlugin, options: unknown): unknown {
    if (plugin.useValue !== undefined) return plugin.useValue;
    const own = this.container.createChildContainer();
    own.register(PROVIDER_OPTIONS, { useValue: options });
    const provider = construct(plugin, options, own);
    this.shutdown.add(provider);
    return provider;
  }

  #claim(slot: symbol, by: string): void {
    const before = this.#filledBy.get(slot);
    if (before !== undefined) throw new ConfigError([`${slotName(slot)} is filled twice, by ${before} and by ${by}: configure one of them.`]);
    this.#filledBy.set(slot, by);
  }
}

function construct(plugin: AnyPlugin, options: unknown, own: DependencyContainer): unknown {
  const resolver: Resolver = { resolve: (slot) => own.resolve(slot) };
  if (plugin.useFactory !== undefined) return plugin.useFactory(options as never, resolver);
  const providerClass = plugin.useClass as (new (...args: unknown[]) => unknown) | undefined;
  if (providerClass === undefined) throw new ConfigError([`plugin '${plugin.name}' names no class, factory or value.`]);
  try {
    return own.resolve(providerClass);
  } catch (error) {
    if (!/TypeInfo not known|unregistered dependency token|Cannot inject/.test(String(error))) throw error;
    throw new ConfigError([
      `plugin '${plugin.name}' for ${slotName(plugin.slot)} cannot be built: ${firstLine(error)} Its class must be @injectable(), with @inject(SLOT) on every parameter.`,
    ]);
  }
}

function firstLine(error: unknown): string {
  const line = messageOf(error).split('\n')[0] ?? '';
  return line.endsWith('.') ? line : `${line}.`;
}
