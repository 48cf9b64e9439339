/** What one response says of the bucket. Server time throughout; tokens are integers and may be negative (debt). */
export interface Reading {
  /** `timestamp + processingTimeInMs`: when the server finished. Readings are ordered by this, never by arrival. */
  readonly serverEndMs: number;
  /** Balance after this request, charges and ticks included. */
  readonly tokensLeft: number;
  /** Milliseconds from `serverEndMs` to the next refill; 522 means "a tick is due or has just happened". */
  readonly refillInMs: number;
  readonly refillPerMinute: number;
  readonly tokenFlowReduction: number;
  readonly tokensConsumed: number;
}
