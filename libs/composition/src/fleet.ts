import { inspect } from 'node:util';
import type { DealStore, RunSummary } from '@smart-ingestor/contracts';
import type { RunBounds } from '@smart-ingestor/ingestion';
import type { AccountIdentity, Composition } from './composition';
import type { Shutdown } from './container/shutdown';

/** How one account's run ended: with its summary, or with the error that ended it. */
export type AccountOutcome =
  | { readonly account: AccountIdentity; readonly summary: RunSummary; readonly error: null }
  | { readonly account: AccountIdentity; readonly summary: null; readonly error: unknown };

/** Several accounts in one process, ready to run. The store that they share is open until `close`. */
export class Fleet {
  readonly #shutdown: Shutdown;

  constructor(
    /** In the order of the config. */
    readonly accounts: readonly Composition[],
    shutdown: Shutdown,
  ) {
    this.#shutdown = shutdown;
  }

  /** The store that all accounts share. */
  get store(): DealStore {
    return this.accounts[0]!.store;
  }

  /**
   * All accounts at once, each until its own first bound or the signal. A refused key, a lockout or an outage of one ends that one alone: its error is
   * its outcome, and the others go on. Never rejects.
   */
  run(bounds: RunBounds = {}, signal?: AbortSignal): Promise<readonly AccountOutcome[]> {
    return Promise.all(this.accounts.map((composition) => outcomeOf(composition, bounds, signal)));
  }

  /** Closes every account, then what they share. Idempotent. What was handed in stays open. */
  close(): Promise<void> {
    return this.#shutdown.close();
  }

  [inspect.custom](): string {
    return `Fleet { accounts: ${this.accounts.map(({ account }) => `${account.name} (${account.id})`).join(', ')} }`;
  }
}

async function outcomeOf(composition: Composition, bounds: RunBounds, signal: AbortSignal | undefined): Promise<AccountOutcome> {
  const { account } = composition;
  try {
    return { account, summary: await composition.run(bounds, signal), error: null };
  } catch (error) {
    return { account, summary: null, error };
  }
}
