import type { Clock } from '@smart-ingestor/contracts';
import { SystemClock } from '../system-clock';

/** A provider that holds something open. */
interface Closable {
  close(): unknown;
}

/** Wall time that one provider may take: a database that writes its last pages takes milliseconds, a dead network for ever. */
const CLOSE_LIMIT_MS = 10_000;

/**
 * Closes what was built, the youngest first: whoever was built later may use what was built before. tsyringe's own `dispose` skips factories and
 * goes the other way round, so it is never called.
 */
export class Shutdown {
  readonly #built: { readonly provider: Closable; readonly name: string; readonly limitMs: number }[] = [];

  constructor(
    /** Real time, however fast the account's clock runs. */
    private readonly wallClock: Clock = new SystemClock(),
    private readonly limitMs = CLOSE_LIMIT_MS,
  ) {}

  /** Only for what was built here: a value that was handed in belongs to its owner. */
  add(provider: unknown, name: string): void {
    if (isClosable(provider) && !this.#built.some((known) => known.provider === provider))
      this.#built.push({ provider, name, limitMs: this.limitMs });
  }

  /** All that `younger` has, and will have, is closed before what is here already. */
  addAll(younger: Shutdown): void {
    this.#built.push({ provider: younger, name: 'its providers', limitMs: Number.POSITIVE_INFINITY });
  }

  /** Idempotent. Everything is closed even if something fails or hangs; then the first failure is thrown, or all of them together. */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (let next = this.#built.pop(); next !== undefined; next = this.#built.pop()) {
      try {
        await this.#closed(next.provider, next.name, next.limitMs);
      } catch (error) {
        failures.push(...(error instanceof AggregateError ? (error.errors as unknown[]) : [error]));
      }
    }
    if (failures.length === 1) throw failures[0];
    if (failures.length > 1) throw new AggregateError(failures, `${failures.length} providers could not be closed.`);
  }

  async #closed(provider: Closable, name: string, limitMs: number): Promise<void> {
    if (limitMs === Number.POSITIVE_INFINITY) return void (await provider.close());
    const inTime = new AbortController();
    const limit = this.wallClock.sleep(limitMs, inTime.signal).then(
      () => {
        throw new Error(`${name} did not close within ${limitMs / 1000} s and was left open.`);
      },
      () => undefined,
    );
    try {
      await Promise.race([Promise.resolve(provider.close()), limit]);
    } finally {
      inTime.abort();
    }
  }
}

function isClosable(value: unknown): value is Closable {
  return typeof value === 'object' && value !== null && 'close' in value && typeof value.close === 'function';
}
