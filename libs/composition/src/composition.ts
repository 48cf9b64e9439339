import { inspect } from 'node:util';
import type { CoverageGap, DealStore, RunSummary, TierSelector, TokenLedger } from '@smart-ingestor/contracts';
import { Ingestion, type IngestionParts, type Job, type RunBounds } from '@smart-ingestor/ingestion';
import type { DependencyContainer } from 'tsyringe';
import type { Shutdown } from './container/shutdown';
import { makeFeedsDue } from './due-feeds';

export interface AccountIdentity {
  /** Fingerprint of the key: what the ledger knows the account by. */
  readonly id: string;
  readonly name: string;
}

/** One account, ready to run. The store is open until `close`. */
export class Composition {
  readonly #parts: IngestionParts;
  readonly #shutdown: Shutdown;

  constructor(
    readonly account: AccountIdentity,
    /** tsyringe's child container of this account: every slot resolves from it. */
    readonly container: DependencyContainer,
    parts: IngestionParts,
    shutdown: Shutdown,
  ) {
    this.#parts = parts;
    this.#shutdown = shutdown;
  }

  get jobs(): readonly Job[] {
    return this.#parts.jobs;
  }

  get tiers(): TierSelector {
    return this.#parts.tiers;
  }

  get store(): DealStore {
    return this.#parts.store;
  }

  get ledger(): TokenLedger {
    return this.#parts.ledger;
  }

  /** Until the first bound is reached or the signal aborts; what is in flight is finished first. Throws what `Ingestion.run` throws. */
  run(bounds: RunBounds = {}, signal?: AbortSignal): Promise<RunSummary> {
    return new Ingestion(this.#parts).run(bounds, signal);
  }

  /** Every feed's next pass is a whole one; returns the stretches since `sinceMs` that Keepa can no longer serve, now recorded. Not beside a run. */
  makeFeedsDue(sinceMs: number, nowMs: number): Promise<readonly CoverageGap[]> {
    const { store, jobs, owner } = this.#parts;
    return makeFeedsDue({ store, jobs, owner, sinceMs, nowMs });
  }

  /** Closes what was built here, the youngest first. Idempotent. What was handed in stays open. */
  close(): Promise<void> {
    return this.#shutdown.close();
  }

  /** Short, and without what providers hold inside: the exchange has the key. */
  [inspect.custom](): string {
    return `Composition { account: ${this.account.name} (${this.account.id}), jobs: ${this.jobs.map(({ id }) => id).join(', ')} }`;
  }
}
