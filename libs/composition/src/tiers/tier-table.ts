import type { Tier, TierSelector } from '@smart-ingestor/contracts';

export interface TierEntry {
  readonly tier: Tier;
  /** Refill rates (tokens a minute) from here up to the next entry; `null`: only where an account names the tier. */
  readonly fromRefillPerMinute: number | null;
}

/** Pure choice by refill rate. The config's check guarantees that the rates from 0 up have exactly one tier each, so the lower ends decide. */
export class TierTable implements TierSelector {
  readonly #ascending: readonly { readonly tier: Tier; readonly from: number }[];
  readonly #pinned: Tier | null;

  /** @param pinned name of the tier that is used whatever the rate is; `null`: chosen by rate. */
  constructor(entries: readonly TierEntry[], pinned: string | null) {
    this.#ascending = entries
      .flatMap(({ tier, fromRefillPerMinute: from }) => (from === null ? [] : [{ tier, from }]))
      .sort((a, b) => a.from - b.from);
    this.#pinned = entries.find(({ tier }) => tier.name === pinned)?.tier ?? null;
  }

  select(refillPerMinute: number): Tier {
    return this.#pinned ?? (this.#ascending.findLast(({ from }) => from <= refillPerMinute) ?? this.#ascending[0]!).tier;
  }
}
