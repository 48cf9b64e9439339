import { ConfigError } from '@smart-ingestor/contracts';

/** Collects what several steps refuse, so that all of it is told at once. */
export class AllProblems {
  readonly #problems: string[] = [];

  /** The step's result; `null` where it was refused. Whatever is no ConfigError is thrown on. */
  attempt<T>(step: () => T): T | null {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      this.#problems.push(...error.problems);
      return null;
    }
  }

  async attemptAsync<T>(step: () => Promise<T>): Promise<T | null> {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      this.#problems.push(...error.problems);
      return null;
    }
  }

  /** Every problem so far, each once. */
  get all(): readonly string[] {
    return [...new Set(this.#problems)];
  }

  /** @throws {ConfigError} with every problem so far. */
  throwIfAny(): void {
    if (this.#problems.length > 0) throw new ConfigError(this.all);
  }
}
