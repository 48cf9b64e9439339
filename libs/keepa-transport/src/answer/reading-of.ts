import type { Reading } from '@smart-ingestor/contracts';
import type { KeepaEnvelope } from '@smart-ingestor/keepa-wire';

/** What a body says of the bucket. `no-key`: all token fields are 0, Keepa's answer to an unknown key, which says nothing of any bucket. */
export type EnvelopeReading =
  { readonly kind: 'honest'; readonly envelope: KeepaEnvelope; readonly reading: Reading } | { readonly kind: 'no-key' | 'no-envelope' };

const COUNTED = ['timestamp', 'tokensLeft', 'refillIn', 'refillRate', 'tokensConsumed', 'processingTimeInMs'] as const;

export function readingOf(body: unknown): EnvelopeReading {
  if (typeof body !== 'object' || body === null) return { kind: 'no-envelope' };
  const envelope = body as KeepaEnvelope;
  if (!COUNTED.every((name) => Number.isSafeInteger(envelope[name]))) return { kind: 'no-envelope' };
  const { timestamp, tokensLeft, refillIn, refillRate, tokensConsumed, processingTimeInMs, tokenFlowReduction } = envelope;
  if (refillRate === 0 && refillIn === 0 && tokensLeft === 0 && tokensConsumed === 0) return { kind: 'no-key' };
  if (refillRate < 0 || refillIn < 0 || tokensConsumed < 0 || processingTimeInMs < 0) return { kind: 'no-envelope' };
  const reading: Reading = {
    serverEndMs: timestamp + processingTimeInMs,
    tokensLeft,
    refillInMs: refillIn,
    refillPerMinute: refillRate,
    tokenFlowReduction: typeof tokenFlowReduction === 'number' ? tokenFlowReduction : 0,
    tokensConsumed,
  };
  return { kind: 'honest', envelope, reading };
}
