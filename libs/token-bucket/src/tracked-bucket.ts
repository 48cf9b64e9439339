import { type BucketState, LONGEST_PROCESSING_MS, type Reading, TICK_MS } from '@smart-ingestor/contracts';

/** What the readings of one account add up to. Server time; integers. */
export interface TrackedBucket {
  readonly balanceTokens: number;
  /** End of the reading that this rests on. */
  readonly atMs: number;
  readonly nextRefillAtMs: number;
  readonly refillPerMinute: number;
  /** The lower of the last two reported rates: one response that says 12 instead of 5 must not be spent. */
  readonly projectedRefillPerMinute: number;
  readonly tokenFlowReduction: number;
}

/** Keepa never says less than this: it means that a tick is due, or happened within the last half second and is already counted. */
export const REFILL_IN_FLOOR_MS = 522;

/** A tick is counted this long after it is due, so that clock jitter never counts one that has not happened. Costs 1 s of a 60.2 s tick. */
export const TICK_SLACK_MS = 1_000;

/**
 * Keepa's tick comes later than every 60.2 s, by 10 ms on average and up to 46 ms a tick over a stretch (107 pairs of recorded readings, at most
 * 2,018 ms after 116 ticks). A lower bound therefore counts with a slower tick; the next reading mends it.
 */
export const TICK_DRIFT_MS = 20;

/** Keepa: unused tokens expire after 60 minutes. */
export const CAPACITY_MINUTES = 60;

/**
 * Takes a reading in. An older one than is known, or one of a refused key (refill rate 0), changes nothing.
 * @example balance 295 at 12:00:00, refillIn 50,718 → the next tick is due at 12:00:50.718
 */
export function observeReading(previous: TrackedBucket | null, reading: Reading, tickMs = TICK_MS): TrackedBucket | null {
  if (reading.refillPerMinute <= 0) return previous;
  if (previous !== null && isOlder(reading, previous)) return previous;
  return {
    balanceTokens: reading.tokensLeft,
    atMs: reading.serverEndMs,
    nextRefillAtMs: nextTick(previous, reading, tickMs),
    refillPerMinute: reading.refillPerMinute,
    projectedRefillPerMinute: Math.min(reading.refillPerMinute, previous?.refillPerMinute ?? reading.refillPerMinute),
    tokenFlowReduction: reading.tokenFlowReduction,
  };
}

/**
 * Replies overtake each other by at most the longest processing time: one that seems older than that comes from a server whose clock was
 * set back, and is the newest truth. Of two that ended in the same millisecond the lower balance is the later one.
 */
function isOlder(reading: Reading, previous: TrackedBucket): boolean {
  if (reading.serverEndMs < previous.atMs - LONGEST_PROCESSING_MS) return false;
  if (reading.serverEndMs !== previous.atMs) return reading.serverEndMs < previous.atMs;
  return reading.tokensLeft > previous.balanceTokens;
}

function nextTick(previous: TrackedBucket | null, reading: Reading, tickMs: number): number {
  const { serverEndMs, refillInMs } = reading;
  if (refillInMs > REFILL_IN_FLOOR_MS) return serverEndMs + refillInMs;
  // 522 is ambiguous. The phase known from earlier readings decides; without one the tick is taken as already counted, the lower bound.
  if (previous === null) return serverEndMs + tickMs;
  const due = previous.nextRefillAtMs + ticksDue(previous.nextRefillAtMs, serverEndMs, tickMs) * tickMs;
  const inMs = due - serverEndMs;
  // A phase that does not fit (it drifted, or the server's clock was set back) tells nothing.
  const isPlausible = inMs <= REFILL_IN_FLOOR_MS || (inMs >= tickMs - REFILL_IN_FLOOR_MS && inMs <= tickMs);
  return isPlausible ? due : serverEndMs + tickMs;
}

function ticksDue(nextRefillAtMs: number, nowMs: number, tickMs: number): number {
  return nowMs < nextRefillAtMs ? 0 : 1 + Math.floor((nowMs - nextRefillAtMs) / tickMs);
}

/** The balance that the server has at `nowMs` if nobody spends. A tick never lowers a balance, and never lifts one above the capacity. */
export function balanceAt(bucket: TrackedBucket, nowMs: number, tickMs = TICK_MS): number {
  const ticks = ticksDue(bucket.nextRefillAtMs, nowMs, tickMs);
  return afterTicks(bucket.balanceTokens, ticks, milliTokensPerTick(bucket), capacityOf(bucket.refillPerMinute));
}

/** The state that policies decide on: a lower bound of the balance at `nowMs`, and the time at which the next tick may be counted. */
export function projectBucket(bucket: TrackedBucket, nowMs: number, reservedWorstTokens: number, tickMs = TICK_MS): BucketState {
  const countedFromMs = bucket.nextRefillAtMs + TICK_SLACK_MS;
  const countedTickMs = tickMs + TICK_DRIFT_MS;
  const ticks = ticksDue(countedFromMs, nowMs, countedTickMs);
  const refillMilliTokensPerTick = milliTokensPerTick(bucket);
  const capacityTokens = capacityOf(bucket.projectedRefillPerMinute);
  return {
    balanceTokens: afterTicks(bucket.balanceTokens, ticks, refillMilliTokensPerTick, capacityTokens),
    reservedWorstTokens,
    refillPerMinute: bucket.projectedRefillPerMinute,
    refillMilliTokensPerTick,
    capacityTokens,
    nextRefillAtMs: countedFromMs + ticks * countedTickMs,
    tickMs: countedTickMs,
    readingAgeMs: Math.max(0, nowMs - bucket.atMs),
  };
}

export function capacityOf(refillPerMinute: number): number {
  return CAPACITY_MINUTES * refillPerMinute;
}

/** Whether the reported rate already contains the flow reduction is unknown (keepa-facts, section 3): the lower bound subtracts it. */
function milliTokensPerTick(bucket: TrackedBucket): number {
  return Math.max(0, 1_000 * bucket.projectedRefillPerMinute - Math.round(1_000 * bucket.tokenFlowReduction));
}

function afterTicks(balanceTokens: number, ticks: number, milliPerTick: number, capacityTokens: number): number {
  return Math.max(balanceTokens, Math.min(capacityTokens, balanceTokens + Math.floor((ticks * milliPerTick) / 1_000)));
}
