import { type Clock, LONGEST_PROCESSING_MS, type Reading } from '@smart-ingestor/contracts';

/**
 * Keepa's time, learned from its answers. An answer has travelled by the time it is read, so the estimate is never ahead of the server:
 * a tick is never counted before it has happened, whatever the local clock says.
 */
export class ServerClock {
  private offsetMs = 0;
  /** Whether an answer has told it. */
  isKnown = false;

  constructor(private readonly clock: Clock) {}

  nowMs(): number {
    return Math.floor(this.clock.nowMs() + this.offsetMs);
  }

  /** True where the server's clock was set back: what was to happen at a server time is further away than it was meant to be. */
  observe(reading: Reading): boolean {
    const beforeMs = this.nowMs();
    this.isKnown = true;
    this.offsetMs = reading.serverEndMs - this.clock.nowMs();
    return this.nowMs() < beforeMs - LONGEST_PROCESSING_MS;
  }

  sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    return this.clock.sleep(durationMs, signal);
  }

  sleepUntil(atMs: number, signal?: AbortSignal): Promise<void> {
    return this.clock.sleep(Math.max(0, atMs - this.nowMs()), signal);
  }
}
