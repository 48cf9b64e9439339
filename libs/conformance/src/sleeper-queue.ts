/** One pending `sleep`. */
export interface Sleeper {
  readonly dueMs: number;
  /** Order of the calls: among equal times the first to sleep is the first to wake. */
  readonly order: number;
  readonly wake: () => void;
  cancelled: boolean;
}

/** Binary heap, earliest first. Cancelled sleepers stay until they come to the top, so that an abort costs nothing. */
export class SleeperQueue {
  private readonly heap: Sleeper[] = [];

  push(sleeper: Sleeper): void {
    let index = this.heap.push(sleeper) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(sleeper, this.heap[parent]!)) break;
      this.heap[index] = this.heap[parent]!;
      index = parent;
    }
    this.heap[index] = sleeper;
  }

  peek(): Sleeper | undefined {
    while (this.heap[0]?.cancelled) this.removeTop();
    return this.heap[0];
  }

  pop(): Sleeper | undefined {
    const top = this.peek();
    if (top !== undefined) this.removeTop();
    return top;
  }

  private removeTop(): void {
    const last = this.heap.pop()!;
    const size = this.heap.length;
    if (size === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= size) break;
      if (child + 1 < size && isBefore(this.heap[child + 1]!, this.heap[child]!)) child += 1;
      if (!isBefore(this.heap[child]!, last)) break;
      this.heap[index] = this.heap[child]!;
      index = child;
    }
    this.heap[index] = last;
  }
}

function isBefore(a: Sleeper, b: Sleeper): boolean {
  return a.dueMs !== b.dueMs ? a.dueMs < b.dueMs : a.order < b.order;
}
