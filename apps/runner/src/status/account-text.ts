import type { BucketState } from '@smart-ingestor/contracts';
import { durationText } from '../output/words';
import { spentText, totalsText } from '../tokens/totals';
import type { AccountProgress } from './status';

function bucketText(bucket: BucketState | null, nowMs: number): string {
  if (bucket === null) return 'no answer of Keepa yet';
  const refill = `next refill in ${durationText(bucket.nextRefillAtMs - nowMs)}`;
  const held = bucket.reservedWorstTokens > 0 ? `, ${bucket.reservedWorstTokens} reserved at worst` : '';
  const read = `read ${durationText(bucket.readingAgeMs)} ago`;
  return `balance ${bucket.balanceTokens} of ${bucket.capacityTokens}${held} · ${bucket.refillPerMinute}/min, ${refill} · ${read}`;
}

/** Nothing is sent before the balance is positive again. */
function debtText(bucket: BucketState | null, nowMs: number): string[] {
  if (bucket === null || bucket.balanceTokens > 0 || bucket.refillMilliTokensPerTick <= 0) return [];
  const ticks = Math.ceil(((1 - bucket.balanceTokens) * 1000) / bucket.refillMilliTokensPerTick);
  return [`  waiting for a positive balance: ${durationText(bucket.nextRefillAtMs + (ticks - 1) * bucket.tickMs - nowMs)} more`];
}

export function accountText({ accountId, bucket, tier, totals, lastHour, lastDay }: AccountProgress, databaseNowMs: number): string[] {
  // An answer arrives after its request was written down: the next tick is never further away than a whole one.
  const nowMs = bucket === null ? databaseNowMs : Math.max(databaseNowMs, bucket.nextRefillAtMs - bucket.tickMs);
  return [
    `account ${accountId}`,
    `  tier ${tier} · ${bucketText(bucket, nowMs)}`,
    ...debtText(bucket, nowMs),
    `  last hour: ${spentText(lastHour)}`,
    `  last 24 h: ${spentText(lastDay)}`,
    `  ever:      ${totalsText(totals)}`,
  ];
}
