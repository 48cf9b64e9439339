import type { RunWait, WorkClass } from '@smart-ingestor/contracts';
import type { Announcer } from './announcer';
import type { Bell } from './bell';
import type { Presence } from './presence';
import type { ServerClock } from './server-clock';
import type { Stop } from './stop';

/** Why nothing goes, and until when. */
export interface Wait {
  readonly workClass: WorkClass | null;
  readonly jobId: string | null;
  readonly untilMs: number;
  readonly reason: string;
}

/** While nothing is sent, listeners hear of waits no more often. */
const LINE_EVERY_MS = 60_000;

/** The one place that sleeps. A wait is a state that people can read, in the store and as an event: it is told once, when it begins or changes. */
export class Waiting {
  private told: RunWait | null = null;
  /** End of the wait that listeners know of: another class at the head of the line, with the same end, is no news. */
  private announcedUntilMs = Number.NEGATIVE_INFINITY;
  /** Listeners do not know of the present wait yet: while nothing is sent they are told once a minute at most (law I9). */
  private isUntold = false;
  private nextLineMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly time: ServerClock,
    private readonly stop: Stop,
    private readonly announcer: Announcer,
    private readonly presence: Presence,
    private readonly bell: Bell,
  ) {}

  /**
   * Nothing is in flight, and nothing goes before the end of this wait. One without an end in time is over already: the answer that it was
   * for came meanwhile (plus infinity), or a heartbeat sends everybody to look again (minus infinity).
   */
  async tell({ workClass, jobId, untilMs, reason }: Wait): Promise<void> {
    if (!Number.isFinite(untilMs)) return;
    const sinceMs = this.time.nowMs();
    const endMs = Math.min(untilMs, this.stop.deadlineMs);
    const { told } = this;
    const isSame = told !== null && told.reason === reason && told.workClass === workClass && told.jobId === jobId && told.untilMs > sinceMs;
    if (!isSame) this.isUntold = told === null || endMs > this.announcedUntilMs;
    if (!isSame || told.untilMs !== endMs) {
      this.told = { workClass, jobId, sinceMs: isSame ? told.sinceMs : sinceMs, untilMs: endMs, reason };
      await this.presence.wait(this.told);
    }
    if (!this.isUntold || (told !== null && sinceMs < this.nextLineMs)) return;
    this.isUntold = false;
    this.announcedUntilMs = endMs;
    this.nextLineMs = sinceMs + LINE_EVERY_MS;
    this.announcer.tell({ type: 'wait.started', workClass, untilMs: endMs, waitMs: Math.max(0, endMs - sinceMs), reason });
  }

  /** Something is being sent again. */
  async end(): Promise<void> {
    if (this.told === null) return;
    this.told = null;
    this.isUntold = false;
    await this.presence.wait(null);
  }

  /** Until this server time, the bound of the run, or the bell (an answer, an error, the signal), whichever comes first. */
  async sleep(untilMs: number): Promise<void> {
    if (this.bell.hasNews()) return;
    const lineMs = this.isUntold && this.nextLineMs > this.time.nowMs() ? this.nextLineMs : Number.POSITIVE_INFINITY;
    const endMs = Math.min(untilMs, this.stop.deadlineMs, lineMs);
    if (endMs === Number.POSITIVE_INFINITY) return this.bell.heard();
    const waking = new AbortController();
    const slept = this.time.sleepUntil(endMs, waking.signal).catch((error: unknown) => {
      if (error !== WOKEN) throw error;
    });
    await Promise.race([this.bell.heard(), slept]);
    waking.abort(WOKEN);
  }
}

const WOKEN = Symbol('woken before its time');
