import { type Clock, ConfigError } from '@smart-ingestor/contracts';

/** Longest delay that a Node timer takes; a longer one would fire at once. */
const TIMER_MAX_MS = 2_147_483_647;

/**
 * The machine's time, and the one place in the libraries that touches it. Monotonic: a corrected wall clock never turns it back. With a `speed`
 * of 60 an hour of account time passes in a minute, counted from the moment of construction.
 */
export class SystemClock implements Clock {
  readonly speed: number;
  readonly #startMs: number;
  readonly #startTick: number;

  constructor({ speed = 1 }: { readonly speed?: number } = {}) {
    if (!Number.isFinite(speed) || speed < 1)
      throw new ConfigError([`speed must be a number of at least 1; got ${speed}. Leave it out for real time.`]);
    this.speed = speed;
    this.#startTick = performance.now();
    this.#startMs = performance.timeOrigin + this.#startTick;
  }

  nowMs(): number {
    return Math.floor(this.#startMs + (performance.now() - this.#startTick) * this.speed);
  }

  /** Never short: timers may fire a fraction early, and this one goes on until the time is reached. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    const untilMs = this.nowMs() + durationMs;
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const aborted = (): void => {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      };
      const proceed = (): void => {
        const restMs = (untilMs - this.nowMs()) / this.speed;
        if (restMs <= 0) {
          signal?.removeEventListener('abort', aborted);
          resolve();
        } else timer = setTimeout(proceed, Math.min(Math.ceil(restMs), TIMER_MAX_MS));
      };
      if (signal?.aborted === true) return aborted();
      signal?.addEventListener('abort', aborted, { once: true });
      proceed();
    });
  }
}
