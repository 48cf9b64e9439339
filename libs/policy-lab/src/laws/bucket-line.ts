import type { Books, Charge } from '../account/books';

type Line = Pick<Books, 'startedMs' | 'openingTokens' | 'tickMs' | 'gainPerTick' | 'capacityTokens' | 'charges'>;

/** The server's balance between its charges, worked out anew from opening, ticks and charges: no policy and no ledger has a hand in it. Without foreign spend. */
export class BucketLine {
  constructor(private readonly books: Line) {}

  /** Ticks due in (fromMs, toMs]. */
  ticks(fromMs: number, toMs: number): number {
    const { startedMs, tickMs } = this.books;
    return Math.max(0, Math.floor((toMs - startedMs) / tickMs) - Math.floor((fromMs - startedMs) / tickMs));
  }

  /** What the ticks in (fromMs, toMs] may add. */
  refill(fromMs: number, toMs: number): number {
    return this.ticks(fromMs, toMs) * this.books.gainPerTick;
  }

  balanceAt(atMs: number): number {
    const { charges, startedMs, openingTokens, capacityTokens } = this.books;
    const index = firstAfter(charges, atMs) - 1;
    const [sinceMs, tokens] = index < 0 ? [startedMs, openingTokens] : [charges[index]!.atMs, charges[index]!.afterTokens];
    return Math.max(tokens, Math.min(capacityTokens, Math.floor(tokens + this.refill(sinceMs, atMs))));
  }

  /** Σ of our own charges in (fromMs, toMs]. */
  spent(fromMs: number, toMs: number): number {
    const { charges } = this.books;
    let tokens = 0;
    for (let index = firstAfter(charges, fromMs); index < charges.length && charges[index]!.atMs <= toMs; index += 1)
      tokens += charges[index]!.tokens;
    return tokens;
  }
}

/** Charges are in the order of their times. Index of the first one later than `atMs`. */
export function firstAfter(charges: readonly Pick<Charge, 'atMs'>[], atMs: number): number {
  let [low, high] = [0, charges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (charges[middle]!.atMs <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
