interface Share {
  readonly weight: number;
  /** Tokens served ÷ weight: virtual time. */
  served: number;
  isActive: boolean;
}

/**
 * Token-weighted fair queueing: the next turn belongs to whoever has been served least for its weight. Who has nothing to do neither loses
 * nor gains: it comes back at the level of those that are active, so that idle time is no credit, but what it was served ahead is not forgotten.
 * @example weights 0.4 and 0.3, both always active, units of 20 tokens → 4 turns to 3
 */
export class FairQueue<K> {
  private readonly shares = new Map<K, Share>();
  /** Least served of the active ones, as of the last time that there was one. */
  private level = 0;

  /** @param weights each above 0; only their ratio counts. */
  constructor(weights: Iterable<readonly [K, number]>) {
    for (const [key, weight] of weights) this.shares.set(key, { weight, served: 0, isActive: false });
  }

  /** It has work. */
  activate(key: K): void {
    const share = this.of(key);
    if (share.isActive) return;
    this.raiseLevel();
    share.isActive = true;
    share.served = Math.max(share.served, this.level);
  }

  /** It has none now. */
  deactivate(key: K): void {
    this.raiseLevel();
    this.of(key).isActive = false;
  }

  isActive(key: K): boolean {
    return this.of(key).isActive;
  }

  /** Negative tokens correct an earlier charge that was too high. */
  charge(key: K, tokens: number): void {
    const share = this.of(key);
    share.served += tokens / share.weight;
  }

  /** The active ones, the least served first; equals in the order of construction. */
  order(): readonly K[] {
    const active = [...this.shares].filter(([, share]) => share.isActive);
    return active.sort(([, a], [, b]) => a.served - b.served).map(([key]) => key);
  }

  private raiseLevel(): void {
    let least = Number.POSITIVE_INFINITY;
    for (const { isActive, served } of this.shares.values()) if (isActive && served < least) least = served;
    if (least !== Number.POSITIVE_INFINITY) this.level = least;
  }

  private of(key: K): Share {
    const share = this.shares.get(key);
    if (share === undefined) throw new RangeError(`Nobody of that name takes part in this queue: ${String(key)}.`);
    return share;
  }
}
