import { TokenRechargeError, type WorkClass } from '@smart-ingestor/contracts';
import type { Announcer } from './announcer';
import type { ServerClock } from './server-clock';
import type { Stop } from './stop';

/** The one place that sleeps. A wait is announced with its end and reason, never outlasts the run's bound, and ends at once on the signal. */
export class Pause {
  constructor(
    private readonly time: ServerClock,
    private readonly stop: Stop,
    private readonly announcer: Announcer,
    private readonly signal: AbortSignal | undefined,
    private readonly onBlocked: 'wait' | 'throw',
  ) {}

  /** Waits for tokens. @throws {TokenRechargeError} where the config says so; nothing was sent. */
  async forTokens(workClass: WorkClass, untilMs: number, reason: string): Promise<void> {
    if (this.onBlocked === 'throw') throw new TokenRechargeError(Math.max(0, untilMs - this.time.nowMs()), untilMs, reason);
    await this.until(untilMs, reason, workClass);
  }

  async until(untilMs: number, reason: string, workClass: WorkClass | null = null): Promise<void> {
    const endMs = Math.min(untilMs, this.stop.deadlineMs);
    const waitMs = Math.max(0, endMs - this.time.nowMs());
    this.announcer.tell({ type: 'wait.started', workClass, untilMs: endMs, waitMs, reason });
    try {
      await this.time.sleepUntil(endMs, this.signal);
    } catch (error) {
      if (!this.signal?.aborted) throw error;
    }
  }
}
