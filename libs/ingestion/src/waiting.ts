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

/** The one place that sleeps. A wait is a state that people can read, in the store and as an event: it is told once, when it begins or changes. */
export class Waiting {
  private told: RunWait | null = null;
  /** End of the wait that listeners know of: another class at the head of the line, with the same end, is no news (law I9). */
  private announcedUntilMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly time: ServerClock,
    private readonly stop: Stop,
    private readonly announcer: Announcer,
    private readonly presence: Presence,
    private readonly bell: Bell,
  ) {}

  /** Nothing is in flight, and nothing goes before the end of this wait. */
  async tell({ workClass, jobId, untilMs, reason }: Wait): Promise<void> {
    const sinceMs = this.time.nowMs();
    const endMs = Math.min(untilMs, this.stop.deadlineMs);
    const { told } = this;
    const isSame = told !== null && told.reason === reason && told.workClass === workClass && told.jobId === jobId && told.untilMs > sinceMs;
    if (isSame && told.untilMs === endMs) return;
    this.told = { workClass, jobId, sinceMs: isSame ? told.sinceMs : sinceMs, untilMs: endMs, reason };
    await this.presence.wait(this.told);
    const isKnown = told !== null && endMs <= this.announcedUntilMs;
    if (isSame || isKnown) return;
    this.announcedUntilMs = endMs;
    this.announcer.tell({ type: 'wait.started', workClass, untilMs: endMs, waitMs: Math.max(0, endMs - sinceMs), reason });
  }

  /** Something is being sent again. */
  async end(): Promise<void> {
    if (this.told === null) return;
    this.told = null;
    await this.presence.wait(null);
  }

  /** Until this server time, the bound of the run, or the bell (an answer, an error, the signal), whichever comes first. */
  async sleep(untilMs: number): Promise<void> {
    if (this.bell.hasNews()) return;
    const endMs = Math.min(untilMs, this.stop.deadlineMs);
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
