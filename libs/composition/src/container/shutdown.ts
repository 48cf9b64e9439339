/** A provider that holds something open. */
interface Closable {
  close(): unknown;
}

/**
 * Closes what was built, the youngest first: whoever was built later may use what was built before. tsyringe's own `dispose` skips factories and
 * goes the other way round, so it is never called.
 */
export class Shutdown {
  readonly #built: Closable[] = [];

  /** Only for what was built here: a value that was handed in belongs to its owner. */
  add(provider: unknown): void {
    if (isClosable(provider) && !this.#built.includes(provider)) this.#built.push(provider);
  }

  /** Idempotent. Everything is closed even if something fails; then the first failure is thrown, or all of them together. */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (let provider = this.#built.pop(); provider !== undefined; provider = this.#built.pop()) {
      try {
        await provider.close();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length === 1) throw failures[0];
    if (failures.length > 1) throw new AggregateError(failures, `${failures.length} providers could not be closed.`);
  }
}

function isClosable(value: unknown): value is Closable {
  return typeof value === 'object' && value !== null && 'close' in value && typeof value.close === 'function';
}
