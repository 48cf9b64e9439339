import { type Reading, TICK_MS } from '@smart-ingestor/contracts';
import { balanceAt, capacityOf, observeReading, projectBucket, REFILL_IN_FLOOR_MS, type TrackedBucket } from '../tracked-bucket';

/** Two readings that follow each other, with what the bucket predicted between them. */
export interface Prediction {
  readonly before: Reading;
  readonly after: Reading;
  readonly predictedTokens: number;
  /** What policies would have been told. */
  readonly lowerBoundTokens: number;
  /** False where a tick fell so near to a reading that drift since the phase was last told leaves open which of the two came first. */
  readonly isDecided: boolean;
  readonly ticks: number;
  /** Predicted less real time of the next tick after `after`; `null` where a reading says 522 and so does not tell. */
  readonly tickErrorMs: number | null;
  /** The time from which the lower bound counts the tick after `after`, less the real time of that tick; negative = counted too soon. */
  readonly countedAfterTickMs: number | null;
}

/** Longest gap for which the issue asks for a prediction. */
const LONGEST_GAP_MS = 7_200_000;

/** Recorded: over a stretch, ticks come up to 46 ms later each than every 60.2 s. */
const DRIFT_PER_TICK_MS = 46;

export function predictSeries(readings: readonly Reading[]): Prediction[] {
  const sorted = [...readings].sort((a, b) => a.serverEndMs - b.serverEndMs);
  const predictions: Prediction[] = [];
  let bucket: TrackedBucket | null = null;
  let before: Reading | null = null;
  let phaseToldMs = -Infinity;
  for (const after of sorted) {
    if (bucket !== null && before !== null && after.serverEndMs - before.serverEndMs <= LONGEST_GAP_MS && isUndisturbed(before, after)) {
      predictions.push(predict(bucket, before, after, phaseToldMs));
    }
    bucket = observeReading(bucket, after);
    before = after;
    if (after.refillInMs > REFILL_IN_FLOOR_MS) phaseToldMs = after.serverEndMs;
  }
  return predictions;
}

function predict(bucket: TrackedBucket, before: Reading, after: Reading, phaseToldMs: number): Prediction {
  const ticks = Math.max(0, Math.ceil((after.serverEndMs - bucket.nextRefillAtMs + 1) / TICK_MS));
  const tells = before.refillInMs > REFILL_IN_FLOOR_MS && after.refillInMs > REFILL_IN_FLOOR_MS;
  const ticksOpen = Math.ceil((after.serverEndMs - phaseToldMs) / TICK_MS);
  const is522Decided =
    before.refillInMs > REFILL_IN_FLOOR_MS || ((before.serverEndMs - phaseToldMs) / TICK_MS) * DRIFT_PER_TICK_MS < REFILL_IN_FLOOR_MS;
  const lastTickMs = bucket.nextRefillAtMs + (ticks - 1) * TICK_MS;
  const atReading = projectBucket(bucket, bucket.atMs, 0);
  const realTickMs = after.serverEndMs + after.refillInMs;
  return {
    before,
    after,
    predictedTokens: balanceAt(bucket, after.serverEndMs) - after.tokensConsumed,
    lowerBoundTokens: projectBucket(bucket, after.serverEndMs, 0).balanceTokens - after.tokensConsumed,
    isDecided: is522Decided && after.serverEndMs - lastTickMs > ticksOpen * DRIFT_PER_TICK_MS,
    ticks,
    tickErrorMs: tells ? bucket.nextRefillAtMs + ticks * TICK_MS - realTickMs : null,
    countedAfterTickMs: tells ? atReading.nextRefillAtMs + ticks * atReading.tickMs - realTickMs : null,
  };
}

/**
 * Whether nothing can have been spent between two readings but what the second one says. The recorded series logs no seller calls (3 tokens
 * each) and misses others, and every one of them leaves a trace that needs no prediction: what came in between is not a whole number of steps,
 * or fewer steps than the second reading's own countdown places after the first. A bucket that was full before the charge tells by itself.
 */
export function isUndisturbed(before: Reading, after: Reading): boolean {
  const gained = after.tokensLeft + after.tokensConsumed - before.tokensLeft;
  if (after.tokensLeft + after.tokensConsumed === capacityOf(after.refillPerMinute)) return true;
  const lastTickMs = after.serverEndMs + after.refillInMs - TICK_MS;
  const steps =
    after.refillInMs <= REFILL_IN_FLOOR_MS || lastTickMs <= before.serverEndMs ? 0 : 1 + Math.floor((lastTickMs - before.serverEndMs) / TICK_MS);
  return gained % after.refillPerMinute === 0 && gained >= steps * after.refillPerMinute;
}
