import type { ChoreAt } from '../units/unit';

export const HOUR_MS = 3_600_000;
/** Before the first unit of a run has ended, housekeeping waits: the first find must not. */
const FIRST_LOOK_MS = 10_000;
/** There is more to do, but other writers go first. */
const NEXT_CHUNK_MS = 1_000;

/** Hourly, and chunk after chunk while there is more. */
export class Schedule {
  private nextMs = Number.NEGATIVE_INFINITY;

  dueMs(): number {
    return this.nextMs;
  }

  later({ nowMs }: ChoreAt): void {
    this.nextMs = nowMs + FIRST_LOOK_MS;
  }

  done({ nowMs }: ChoreAt, hasMore = false): void {
    this.nextMs = nowMs + (hasMore ? NEXT_CHUNK_MS : HOUR_MS);
  }
}
