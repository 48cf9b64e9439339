import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '@smart-ingestor/contracts';
import { SleeperQueue } from './sleeper-queue';

/** 2026-01-01T00:00Z. */
const DEFAULT_START_MS = 1_767_225_600_000;

/** Turns of the event loop before time jumps: one flushes the microtasks, two more let finished I/O call back and its promises settle. */
const SETTLE_TURNS = 3;

/** Turns (some milliseconds) in which I/O that nobody holds usually ends, so that a story with a database is not slowed by pauses. */
const BUSY_TURNS = 2_000;

/**
 * Real milliseconds after them before "nothing sleeps" is called a deadlock. Not counted in turns: 100,000 turns were a quarter of a second
 * on Node 20 and less on 26, and a disk on a busy machine takes longer.
 */
const DEADLOCK_PAUSES_MS = 3_000;

/** Wake-ups in a row at one instant, beyond any real test, before a loop that sleeps 0 ms for ever is reported. */
const WAKES_PER_INSTANT_MAX = 100_000;

/**
 * Time that stands still until it is told to go on: days pass in milliseconds, the same way in every run.
 * @example
 * const clock = new VirtualClock();
 * await clock.runUntil(ingestion.run(), 24 * 3_600_000);
 */
export class VirtualClock implements Clock {
  private readonly sleepers = new SleeperQueue();
  private order = 0;
  private held = 0;
  private running = false;

  /** `startMs`: Unix milliseconds. */
  constructor(private currentMs = DEFAULT_START_MS) {}

  nowMs(): number {
    return this.currentMs;
  }

  /** Wakes when time reaches now + `durationMs` (0 or less: at the next jump), never by itself. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    if (Number.isNaN(durationMs)) return Promise.reject(new RangeError('sleep: the duration is not a number.'));
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const sleeper = { dueMs: this.currentMs + Math.max(0, Math.ceil(durationMs)), order: this.order++, wake, cancelled: false };
      this.sleepers.push(sleeper);
      signal?.addEventListener('abort', abort, { once: true });
      function wake(): void {
        signal?.removeEventListener('abort', abort);
        resolve();
      }
      function abort(): void {
        sleeper.cancelled = true;
        reject(signal?.reason as Error);
      }
    });
  }

  /** Moves time at once and wakes whoever is due; they run when the caller next awaits. For longer stories use `runUntil`. */
  advance(durationMs: number): void {
    const untilMs = this.currentMs + durationMs;
    for (let next = this.sleepers.peek(); next !== undefined && next.dueMs <= untilMs; next = this.sleepers.peek()) this.jumpToNext();
    this.currentMs = untilMs;
  }

  /** Time stands still while `work` is under way: for I/O that takes real time (a database on disk, loopback HTTP). Returns `work`. */
  hold<T>(work: Promise<T>): Promise<T> {
    this.held += 1;
    const release = (): void => void (this.held -= 1);
    work.then(release, release);
    return work;
  }

  /**
   * Jumps from sleeper to sleeper until the promise settles (its value or error is passed on) or the predicate holds. Two things are errors:
   * nobody sleeps any more and the goal is not reached, or it would take more than `limitMs` of virtual time.
   */
  async runUntil<T>(goal: Promise<T>, limitMs: number): Promise<T>;
  async runUntil(goal: () => boolean, limitMs: number): Promise<void>;
  async runUntil<T>(goal: Promise<T> | (() => boolean), limitMs: number): Promise<T | void> {
    if (this.running) throw new Error('VirtualClock: runUntil is already running; one story at a time moves a clock.');
    this.running = true;
    try {
      if (typeof goal === 'function') return await this.jumpUntil(goal, limitMs);
      let settled = false;
      const settle = (): void => void (settled = true);
      goal.then(settle, settle);
      await this.jumpUntil(() => settled, limitMs);
      return await goal;
    } finally {
      this.running = false;
    }
  }

  private async jumpUntil(isReached: () => boolean, limitMs: number): Promise<void> {
    const startMs = this.currentMs;
    let wakesAtInstant = 0;
    while (!(await this.settles(isReached, SETTLE_TURNS))) {
      const next = this.sleepers.peek();
      if (next === undefined) {
        if (await this.goesOn(() => isReached() || this.sleepers.peek() !== undefined)) continue;
        throw new Error(`VirtualClock: deadlock after ${this.currentMs - startMs} ms of virtual time: the goal is not reached and nobody sleeps.`);
      }
      if (next.dueMs > startMs + limitMs) throw new Error(`VirtualClock: the goal is not reached within ${limitMs} ms of virtual time.`);
      wakesAtInstant = next.dueMs > this.currentMs ? 0 : wakesAtInstant + 1;
      if (wakesAtInstant > WAKES_PER_INSTANT_MAX)
        throw new Error(`VirtualClock: time stands still at ${this.currentMs}: somebody sleeps 0 ms in a loop.`);
      this.jumpToNext();
    }
  }

  /** Lets `turns` turns of the event loop pass, counted from the end of held work; true as soon as the goal is reached. */
  private async settles(isReached: () => boolean, turns: number): Promise<boolean> {
    for (let turn = 0; turn < turns; turn = this.held > 0 ? 0 : turn + 1) {
      if (isReached()) return true;
      await nextTurn();
    }
    return isReached();
  }

  /** Whether anything happens before it must be called a deadlock. Held work is waited for without a limit. */
  private async goesOn(hasHappened: () => boolean): Promise<boolean> {
    if (await this.settles(hasHappened, BUSY_TURNS)) return true;
    for (let pausedMs = 0; pausedMs < DEADLOCK_PAUSES_MS; pausedMs = this.held > 0 ? 0 : pausedMs + 1) {
      if (hasHappened()) return true;
      await pause(1);
    }
    return hasHappened();
  }

  private jumpToNext(): void {
    const next = this.sleepers.pop();
    if (next === undefined) return;
    this.currentMs = Math.max(this.currentMs, next.dueMs);
    next.wake();
  }
}
