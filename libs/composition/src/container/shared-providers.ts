import {
  CLOCK,
  type Clock,
  DEAL_STORE,
  type DealStore,
  type IngestionListener,
  LISTENER,
  LISTENERS,
  TOKEN_LEDGER,
  type TokenLedger,
} from '@smart-ingestor/contracts';
import type { CheckedConfig } from '../config/resolve-config';
import type { AllProblems } from './all-problems';
import { Providers } from './providers';

export interface SharedProviders {
  readonly providers: Providers;
  readonly clock: Clock;
  readonly listeners: readonly IngestionListener[];
  /** Built, not yet opened. */
  readonly store: DealStore | null;
  readonly ledger: TokenLedger | null;
}

/** What all accounts of a process share: clock, store and ledger, listeners. Nothing is opened. */
export function buildSharedProviders(
  { settings, registry }: CheckedConfig,
  handedIn: { readonly clock: Clock; readonly listeners: readonly IngestionListener[] },
  problems: AllProblems,
): SharedProviders {
  const { clock } = handedIn;
  const providers = new Providers();
  providers.fillWithValue(CLOCK, clock, 'the clock');
  providers.fill(registry.get(DEAL_STORE, settings.store.use), settings.store.options, registry.askedAt('store'));
  const store = problems.attempt(() => providers.resolve(DEAL_STORE));
  const configured = settings.listeners.flatMap(({ use, options }, index) => {
    const listener = problems.attempt(
      () => providers.build(registry.get(LISTENER, use), options, registry.askedAt(`listeners.${index}`)) as IngestionListener,
    );
    return listener === null ? [] : [listener];
  });
  const listeners = [...handedIn.listeners, ...configured];
  providers.fillWithValue(LISTENERS, listeners, 'the listeners');
  return { providers, clock, listeners, store, ledger: store === null ? null : providers.resolve(TOKEN_LEDGER) };
}
