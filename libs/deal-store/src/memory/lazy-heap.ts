/** An entry stays where it is when it is no longer meant; it is dropped once it comes to the top, or when such entries are the most. */
export interface HeapEntry<T> {
  readonly of: T;
  /** Highest first. */
  readonly rank: number;
  /** Decides between equal ranks: highest first. */
  readonly tie: number;
  isLive: boolean;
}

/** Below this many entries nothing is swept. */
const SMALL = 64;

/** A queue in which `push`, `pop` and `drop` are O(log n), amortised. */
export class LazyHeap<T> {
  private entries: HeapEntry<T>[] = [];
  private live = 0;

  get size(): number {
    return this.live;
  }

  push(of: T, rank: number, tie: number): HeapEntry<T> {
    const entry = { of, rank, tie, isLive: true };
    this.entries.push(entry);
    this.live += 1;
    this.rise(this.entries.length - 1);
    return entry;
  }

  drop(entry: HeapEntry<T>): void {
    if (!entry.isLive) return;
    entry.isLive = false;
    this.live -= 1;
    if (this.entries.length > SMALL && this.entries.length > 2 * this.live) this.sweep();
  }

  peek(): HeapEntry<T> | undefined {
    while (this.entries.length > 0 && !this.entries[0]!.isLive) this.removeTop();
    return this.entries[0];
  }

  pop(): T | undefined {
    const top = this.peek();
    if (top === undefined) return undefined;
    top.isLive = false;
    this.live -= 1;
    this.removeTop();
    return top.of;
  }

  /** In no order. */
  all(): readonly T[] {
    return this.entries.filter((entry) => entry.isLive).map((entry) => entry.of);
  }

  private sweep(): void {
    this.entries = this.entries.filter((entry) => entry.isLive);
    for (let at = (this.entries.length >> 1) - 1; at >= 0; at -= 1) this.sink(at);
  }

  private removeTop(): void {
    const last = this.entries.pop()!;
    if (this.entries.length === 0) return;
    this.entries[0] = last;
    this.sink(0);
  }

  private rise(from: number): void {
    const entry = this.entries[from]!;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(entry, this.entries[parent]!)) break;
      this.entries[at] = this.entries[parent]!;
      at = parent;
    }
    this.entries[at] = entry;
  }

  private sink(from: number): void {
    const entry = this.entries[from]!;
    const { length } = this.entries;
    let at = from;
    for (let child = 2 * at + 1; child < length; child = 2 * at + 1) {
      if (child + 1 < length && isBefore(this.entries[child + 1]!, this.entries[child]!)) child += 1;
      if (!isBefore(this.entries[child]!, entry)) break;
      this.entries[at] = this.entries[child]!;
      at = child;
    }
    this.entries[at] = entry;
  }
}

function isBefore(a: HeapEntry<unknown>, b: HeapEntry<unknown>): boolean {
  return a.rank > b.rank || (a.rank === b.rank && a.tie > b.tie);
}
