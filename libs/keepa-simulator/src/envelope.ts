import type { AccountBucket } from './account-bucket';

/** The members of every JSON response; payload members are added and the whole is written in alphabetical order. */
export function envelopeOf(
  bucket: AccountBucket,
  times: { arrivedMs: number; endMs: number },
  tokensConsumed: number,
  refillRate: number,
): Record<string, unknown> {
  return {
    // The time of arrival; refillIn counts from the end of processing.
    timestamp: times.arrivedMs,
    processingTimeInMs: times.endMs - times.arrivedMs,
    refillIn: bucket.refillInMs(times.endMs),
    refillRate,
    tokenFlowReduction: bucket.flowReduction,
    tokensConsumed,
    tokensLeft: bucket.balanceTokens,
  };
}

/** The envelope of a wrong key: every token field is 0, so that nobody may take it for a reading. */
export function wrongKeyEnvelope(arrivedMs: number): Record<string, unknown> {
  return { timestamp: arrivedMs, processingTimeInMs: 0, refillIn: 0, refillRate: 0, tokenFlowReduction: 0, tokensConsumed: 0, tokensLeft: 0 };
}
