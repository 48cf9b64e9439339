import type { Tier, TierSelector } from '@smart-ingestor/contracts';

/** Remembers the tier that was selected last: what the slots `TOKEN_POLICY` and `BATCH_POLICY` resolve to. */
export class TierInForce implements TierSelector {
  #current: Tier;

  /** @param refillPerMinute what the ledger knows; 0, the most careful tier, before the first reading. */
  constructor(
    private readonly table: TierSelector,
    refillPerMinute = 0,
  ) {
    this.#current = table.select(refillPerMinute);
  }

  get current(): Tier {
    return this.#current;
  }

  select(refillPerMinute: number): Tier {
    this.#current = this.table.select(refillPerMinute);
    return this.#current;
  }
}
