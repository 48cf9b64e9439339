import type { VirtualClock } from '@smart-ingestor/conformance';
import { type Clock, DEAL_STORE, type DealStore, definePlugin, type KeepaExchange, TOKEN_LEDGER, type TokenLedger } from '@smart-ingestor/contracts';
import type { AnyPlugin } from '../plugins/any-plugin';

/** Where in a call the process dies: nothing of it happens; it happens, and nobody sees the end; it happens, and nobody sees the result. */
export type Moment = 'before' | 'under way' | 'after';

export interface Death {
  /** The n-th asynchronous call of the process, from 1. */
  readonly call: number;
  readonly moment: Moment;
}

export type StoreAndLedger = DealStore & TokenLedger;

/** Sees what leaves the process and what comes of it, also where the process no longer sees it. */
export interface Bystander {
  asked(name: string, given: readonly unknown[]): void;
  answered(name: string, given: readonly unknown[], result: unknown): void;
}

/**
 * Everything asynchronous that a process asks of the world goes through here and is counted: calls of the store, of the ledger and of the
 * exchange, and sleeps. From the moment of its death on no promise of it settles any more, so nothing of it runs on; what had left it takes its
 * course. One that was only stopped goes on where it stood when it wakes.
 */
export class MortalProcess {
  /** By number, from 1: calls[n - 1]. */
  readonly calls: string[] = [];
  readonly died: Promise<void>;
  private isDead = false;
  private tellDeath!: () => void;
  private readonly woken = new Promise<void>((resolve) => (this.wakeUp = resolve));
  private wakeUp!: () => void;

  constructor(
    private readonly death: Death | null,
    private readonly bystander: Bystander,
  ) {
    this.died = new Promise((resolve) => (this.tellDeath = resolve));
  }

  wake(): void {
    this.isDead = false;
    this.wakeUp();
  }

  clock(clock: VirtualClock): Clock {
    return {
      nowMs: () => clock.nowMs(),
      sleep: (durationMs, signal) => this.through('clock.sleep', [durationMs], () => clock.sleep(durationMs, signal)),
    };
  }

  exchange(exchange: KeepaExchange): KeepaExchange {
    return { exchange: (request, signal) => this.through(`exchange ${request.path}`, [request], () => exchange.exchange(request, signal)) };
  }

  /** A plugin whose store is this one, as long as the process lives. Its calls may take real time, and virtual time stands still meanwhile. */
  store(store: StoreAndLedger, clock: VirtualClock): AnyPlugin {
    return definePlugin({ name: 'mortal', slot: DEAL_STORE, alsoFills: [TOKEN_LEDGER], useValue: this.facet(store, 'store', clock) });
  }

  private facet<T extends object>(target: T, path: string, clock: VirtualClock): T {
    return new Proxy(target, {
      get: (_, key) => {
        const value: unknown = Reflect.get(target, key, target);
        const name = `${path}.${String(key)}`;
        if (typeof value === 'object' && value !== null) return this.facet(value, name, clock);
        if (typeof value !== 'function') return value;
        const method = value as (...given: unknown[]) => Promise<unknown>;
        return (...given: unknown[]) => this.through(name, given, () => clock.hold(method.apply(target, given)));
      },
    });
  }

  private async through<T>(name: string, given: readonly unknown[], work: () => Promise<T>): Promise<T> {
    if (this.isDead) await this.woken;
    const isLast = this.calls.push(name) === this.death?.call;
    if (isLast && this.death?.moment === 'before') await this.die();
    this.bystander.asked(name, given);
    const working = work().then((result) => {
      this.bystander.answered(name, given, result);
      return result;
    });
    if (isLast && this.death?.moment === 'under way') {
      working.catch(() => undefined);
      await this.die();
    }
    try {
      return await working;
    } finally {
      if (isLast && this.death?.moment === 'after') await this.die();
      if (this.isDead) await this.woken;
    }
  }

  private die(): Promise<void> {
    this.isDead = true;
    this.tellDeath();
    return this.woken;
  }
}
