/** A place in the order; handed back to take the row out again. */
export interface SortedEntry<T> {
  readonly of: T;
  readonly rank: number;
  /** Decides between equal ranks: first in, first out. */
  readonly turn: number;
}

/** Entries that one insertion moves at most; twice that are split. */
const HALF_CHUNK = 256;

/** Rows in the order of a number, in chunks: adding, deleting and counting touch one chunk and the list of chunks, never every row. */
export class SortedRows<T> {
  private readonly chunks: SortedEntry<T>[][] = [];
  private turns = 0;
  private rows = 0;

  get size(): number {
    return this.rows;
  }

  add(of: T, rank: number): SortedEntry<T> {
    const entry = { of, rank, turn: (this.turns += 1) };
    this.rows += 1;
    const at = Math.min(this.chunkOf(entry), this.chunks.length - 1);
    if (at < 0) {
      this.chunks.push([entry]);
      return entry;
    }
    const chunk = this.chunks[at]!;
    chunk.splice(placeIn(chunk, entry), 0, entry);
    if (chunk.length > 2 * HALF_CHUNK) this.chunks.splice(at + 1, 0, chunk.splice(HALF_CHUNK));
    return entry;
  }

  delete(entry: SortedEntry<T>): void {
    const at = this.chunkOf(entry);
    const chunk = this.chunks[at]!;
    chunk.splice(placeIn(chunk, entry), 1);
    this.rows -= 1;
    if (chunk.length === 0) this.chunks.splice(at, 1);
  }

  countBelow(rank: number): number {
    const bound = { rank, turn: 0 };
    const at = this.chunkOf(bound);
    const before = this.chunks.slice(0, at).reduce((sum, chunk) => sum + chunk.length, 0);
    return before + (at < this.chunks.length ? placeIn(this.chunks[at]!, bound) : 0);
  }

  /** The lowest of those that are wanted, as long as they are below `rank`. */
  first(limit: number, rank: number, isWanted: (of: T) => boolean = () => true): readonly T[] {
    const found: T[] = [];
    for (const chunk of this.chunks) {
      for (const entry of chunk) {
        if (found.length >= limit || entry.rank >= rank) return found;
        if (isWanted(entry.of)) found.push(entry.of);
      }
    }
    return found;
  }

  /** The first chunk that ends at or after it. */
  private chunkOf(entry: Placed): number {
    return search(this.chunks.length, (at) => isBefore(this.chunks[at]!.at(-1)!, entry));
  }
}

type Placed = Pick<SortedEntry<unknown>, 'rank' | 'turn'>;

function placeIn(chunk: readonly Placed[], entry: Placed): number {
  return search(chunk.length, (at) => isBefore(chunk[at]!, entry));
}

function isBefore(a: Placed, b: Placed): boolean {
  return a.rank < b.rank || (a.rank === b.rank && a.turn < b.turn);
}

/** The first index that is not `before`; those that are lie in front. */
function search(length: number, before: (at: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
