import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '@smart-ingestor/contracts';

interface Sleeper {
  readonly dueMs: number;
  /** Among equal times the first to sleep is the first to wake: the same run every time. */
  readonly order: number;
  readonly wake: () => void;
  isCancelled: boolean;
}

/** 2026-01-01T00:00Z. */
const DEFAULT_START_MS = 1_767_225_600_000;

/**
 * Virtual time for work that never leaves the process. One turn of the event loop runs every promise that a wake-up can reach, so a jump costs
 * microseconds: the matrix makes some ten million of them. Real I/O is not waited for.
 */
export class LabClock implements Clock {
  private readonly heap: Sleeper[] = [];
  private order = 0;

  constructor(private currentMs = DEFAULT_START_MS) {}

  nowMs(): number {
    return this.currentMs;
  }

  sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    if (Number.isNaN(durationMs)) return Promise.reject(new RangeError('sleep: the duration is not a number.'));
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason as Error);
      const abort = (): void => {
        sleeper.isCancelled = true;
        reject(signal?.reason as Error);
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      const sleeper: Sleeper = { dueMs: this.currentMs + Math.max(0, Math.ceil(durationMs)), order: this.order++, wake, isCancelled: false };
      push(this.heap, sleeper);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** Jumps from sleeper to sleeper until `goal` settles. @throws {Error} nobody sleeps any more, or more than `limitMs` of virtual time would pass. */
  async runUntil<T>(goal: Promise<T>, limitMs: number): Promise<T> {
    const endMs = this.currentMs + limitMs;
    let isSettled = false;
    const settle = (): void => void (isSettled = true);
    goal.then(settle, settle);
    for (;;) {
      await nextTurn();
      if (isSettled) return goal;
      const next = pop(this.heap);
      if (next === undefined) throw new Error(`The lab's clock stands still at ${this.currentMs}: the goal is not reached and nobody sleeps.`);
      if (next.isCancelled) continue;
      if (next.dueMs > endMs) throw new Error(`The goal is not reached within ${limitMs} ms of virtual time.`);
      this.currentMs = Math.max(this.currentMs, next.dueMs);
      next.wake();
    }
  }
}

function push(heap: Sleeper[], sleeper: Sleeper): void {
  let index = heap.push(sleeper) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!isBefore(sleeper, heap[parent]!)) break;
    heap[index] = heap[parent]!;
    index = parent;
  }
  heap[index] = sleeper;
}

function pop(heap: Sleeper[]): Sleeper | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (top === undefined || last === undefined || heap.length === 0) return top;
  let index = 0;
  for (;;) {
    let child = 2 * index + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
    if (!isBefore(heap[child]!, last)) break;
    heap[index] = heap[child]!;
    index = child;
  }
  heap[index] = last;
  return top;
}

function isBefore(a: Sleeper, b: Sleeper): boolean {
  return a.dueMs !== b.dueMs ? a.dueMs < b.dueMs : a.order < b.order;
}
