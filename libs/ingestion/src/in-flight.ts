import type { Bell } from './bell';

/** Requests that have left and are not yet settled. The first error of one of them ends the run, after the others have ended. */
export class InFlight {
  private readonly running = new Set<Promise<void>>();
  /** Deals that the answers may bring. */
  dealsToCome = 0;
  private failure: { readonly error: unknown } | null = null;

  constructor(
    private readonly bell: Bell,
    private readonly most: number,
  ) {}

  get isEmpty(): boolean {
    return this.running.size === 0;
  }

  get isFull(): boolean {
    return this.running.size >= this.most;
  }

  get hasFailed(): boolean {
    return this.failure !== null;
  }

  /** Not awaited: the bell rings when it has ended. `deals`: what it brings at most. */
  launch(work: Promise<void>, deals: number): void {
    this.dealsToCome += deals;
    const ended = work
      .catch((error: unknown) => this.fail(error))
      .finally(() => {
        this.running.delete(ended);
        this.dealsToCome -= deals;
        this.bell.ring();
      });
    this.running.add(ended);
  }

  fail(error: unknown): void {
    this.failure ??= { error };
    this.bell.ring();
  }

  async drained(): Promise<void> {
    await Promise.all(this.running);
  }

  throwIfFailed(): void {
    if (this.failure !== null) throw this.failure.error;
  }
}
