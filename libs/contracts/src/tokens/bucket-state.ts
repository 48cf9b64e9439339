/** A Keepa account's bucket, projected to now. Integers. */
export interface BucketState {
  /** Lower bound of the server's balance: last reading plus the ticks that are surely due. Requests in flight are not subtracted. */
  readonly balanceTokens: number;
  /** Σ worst case of every open or forfeited grant. */
  readonly reservedWorstTokens: number;
  /** The lower of the last two reported rates: a spike in one response must not be spent. */
  readonly refillPerMinute: number;
  /** Tokens a tick really adds, in thousandths (the rate less Keepa's `tokenFlowReduction`). */
  readonly refillMilliTokensPerTick: number;
  /** Keepa: unused tokens expire after 60 minutes, so 60 × rate. */
  readonly capacityTokens: number;
  readonly nextRefillAtMs: number;
  readonly tickMs: number;
  readonly readingAgeMs: number;
}
