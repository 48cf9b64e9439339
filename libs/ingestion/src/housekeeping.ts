import type { Announcer } from './announcer';
import type { ServerClock } from './server-clock';
import type { Chore } from './units/unit';

/** A chore that is due again at once is not run more often than this. */
const SHORTEST_PAUSE_MS = 1_000;

/** Runs the chores that are due, between requests and while requests wait. */
export class Housekeeping {
  private ranMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly chores: readonly Chore[],
    private readonly time: ServerClock,
    private readonly announcer: Announcer,
  ) {}

  get dueMs(): number {
    const dueMs = Math.min(Number.POSITIVE_INFINITY, ...this.chores.map((chore) => chore.dueMs()));
    return Math.max(dueMs, this.ranMs + SHORTEST_PAUSE_MS);
  }

  async run(refillPerMinute: number, progressMs: number | null): Promise<void> {
    const nowMs = this.time.nowMs();
    if (nowMs < this.dueMs) return;
    for (const chore of this.chores) {
      if (chore.dueMs() > nowMs) continue;
      for (const event of await chore.run({ nowMs, refillPerMinute, progressMs })) this.announcer.tell(event);
      this.ranMs = nowMs;
    }
  }
}
