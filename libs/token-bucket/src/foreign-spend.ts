import { type ForeignSpend, LONGEST_PROCESSING_MS, type Reading, TICK_MS } from '@smart-ingestor/contracts';
import { CAPACITY_MINUTES, capacityOf, REFILL_IN_FLOOR_MS } from './tracked-bucket';

/** The latest reading that tells where its tick is, so that the ticks up to the next such reading are known exactly. */
export interface SpendAnchor {
  readonly atMs: number;
  readonly balanceTokens: number;
  readonly nextRefillAtMs: number;
  readonly refillPerMinute: number;
  /** What a tick surely adds, and the capacity: of the lower of this and the last rate, because one response may tell a rate that is not true. */
  readonly milliTokensPerTick: number;
  readonly capacityTokens: number;
}

/** A stretch between two readings: what is missing at its end, in thousandths of a token; negative where there was more than expected. */
export interface SpendStretch {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly missingMilliTokens: number;
  /** Refill may have expired at the capacity: at least so much is missing. */
  readonly isAtCapacity: boolean;
}

/** What the readings of one account say of others who spend from it. Server time; integers. A JSON value. */
export interface SpendTrack {
  readonly anchor: SpendAnchor;
  /** Consumed by our own requests since the anchor. */
  readonly ownTokens: number;
  /** Oldest first, without holes. */
  readonly stretches: readonly SpendStretch[];
}

/** Stretches that ended longer ago than this before the latest one are forgotten: "lately" is ten minutes. */
export const SPEND_WINDOW_MS = 600_000;

/** What was found out is told for as long as unused tokens live; a silence longer than that tells nothing of now. */
const TOLD_FOR_MS = CAPACITY_MINUTES * 60_000;

/**
 * Takes a reading in. Every reading belongs to a request of ours (or consumed nothing), so what the balances lose beyond it went to others.
 * One that says `refillIn` 522 does not tell whether its tick is counted: its consumption counts, its balance decides nothing.
 */
export function trackSpend(track: SpendTrack | null, reading: Reading, tickMs = TICK_MS): SpendTrack | null {
  if (reading.refillPerMinute <= 0) return track;
  const isExact = reading.refillInMs > REFILL_IN_FLOOR_MS;
  // A clock that was set back: whatever was known is of another time.
  const known = track !== null && reading.serverEndMs >= track.anchor.atMs - LONGEST_PROCESSING_MS ? track : null;
  if (known === null) return isExact ? { anchor: anchorOf(reading, reading.refillPerMinute), ownTokens: 0, stretches: [] } : null;
  if (isLate(reading, known.anchor)) return explained(known, reading);
  const ownTokens = known.ownTokens + reading.tokensConsumed;
  if (!isExact) return { ...known, ownTokens };
  const anchor = anchorOf(reading, known.anchor.refillPerMinute);
  const { surelyMilliTokens, isAtCapacity } = expectedBalance(known.anchor, anchor, tickMs);
  const missingMilliTokens = surelyMilliTokens - 1_000 * (ownTokens + anchor.balanceTokens);
  const stretch = { fromMs: known.anchor.atMs, untilMs: anchor.atMs, missingMilliTokens, isAtCapacity };
  return { anchor, ownTokens: 0, stretches: forgotten(appended(known.stretches, stretch, tickMs), anchor.atMs) };
}

/** Worst case of our own requests granted between `spendKnownFromMs` and the anchor that have no reading. */
export interface Unexplained {
  /** Still on their way: charged at their end, so very probably not yet. */
  readonly inFlightTokens: number;
  /** Nobody knows whether they were charged. */
  readonly lostTokens: number;
}

/**
 * What others spent. Evidence is what neither requests in flight nor lost ones can explain, and more than one tick of refill; the amount is
 * then told without those in flight, which would halve the rate of somebody who spends little beside a busy account.
 */
export function foreignSpendOf(track: SpendTrack | null, { inFlightTokens, lostTokens }: Unexplained, nowMs: number): ForeignSpend | null {
  if (track === null || nowMs - track.anchor.atMs > TOLD_FOR_MS) return null;
  const stretches = sinceItBegan(track.stretches);
  const [first] = stretches;
  if (first === undefined) return null;
  const tokens = Math.floor(missingOf(stretches) / 1_000) - lostTokens;
  if (tokens - inFlightTokens <= track.anchor.refillPerMinute) return null;
  return { tokens, sinceMs: first.fromMs, tokensPerMinute: rateOf(stretches, lostTokens) };
}

/** Where the bucket was full nobody knows what was taken: the other stretches tell the rate, where they are a tick long. */
function rateOf(stretches: readonly SpendStretch[], lostTokens: number): number {
  const exact = stretches.filter(({ isAtCapacity }) => !isAtCapacity);
  const isEnough = lengthOf(exact) >= TICK_MS && missingOf(exact) > 1_000 * lostTokens;
  const measured = isEnough ? exact : stretches;
  return (60 * (missingOf(measured) - 1_000 * lostTokens)) / Math.max(1, lengthOf(measured));
}

function lengthOf(stretches: readonly SpendStretch[]): number {
  return stretches.reduce((sum, { fromMs, untilMs }) => sum + untilMs - fromMs, 0);
}

/** Requests granted before this were charged before anything that the track still tells. */
export function spendKnownFromMs({ anchor, stretches }: SpendTrack): number {
  return (stretches[0]?.fromMs ?? anchor.atMs) - LONGEST_PROCESSING_MS;
}

function anchorOf({ serverEndMs, tokensLeft, refillInMs, refillPerMinute, tokenFlowReduction }: Reading, lastRefillPerMinute: number): SpendAnchor {
  const sureRefillPerMinute = Math.min(refillPerMinute, lastRefillPerMinute);
  return {
    atMs: serverEndMs,
    balanceTokens: tokensLeft,
    nextRefillAtMs: serverEndMs + refillInMs,
    refillPerMinute,
    milliTokensPerTick: Math.max(0, 1_000 * sureRefillPerMinute - Math.round(1_000 * tokenFlowReduction)),
    capacityTokens: capacityOf(sureRefillPerMinute),
  };
}

function isLate({ serverEndMs, tokensLeft }: Reading, anchor: SpendAnchor): boolean {
  return serverEndMs < anchor.atMs || (serverEndMs === anchor.atMs && tokensLeft > anchor.balanceTokens);
}

/** A reply that was overtaken: what it consumed is no longer missing from its stretch. One from before the first stretch explains nothing. */
function explained(track: SpendTrack, { serverEndMs, tokensConsumed }: Reading): SpendTrack {
  const index = track.stretches.findIndex(({ fromMs, untilMs }) => fromMs < serverEndMs && serverEndMs <= untilMs);
  const stretch = track.stretches[index];
  if (stretch === undefined) return track;
  return {
    ...track,
    stretches: track.stretches.with(index, { ...stretch, missingMilliTokens: stretch.missingMilliTokens - 1_000 * tokensConsumed }),
  };
}

/**
 * Balance that is surely due at `after` if nobody spent. Whole ticks lie between two countdowns, so rounding absorbs the drift of the server's
 * clock. The lower of the two rates and capacities: when a rate changed between the readings, nobody knows from which tick on, and whether
 * Keepa cuts a balance above the capacity at a tick is not known either.
 */
function expectedBalance(before: SpendAnchor, after: SpendAnchor, tickMs: number): { surelyMilliTokens: number; isAtCapacity: boolean } {
  const ticks = Math.max(0, Math.round((after.nextRefillAtMs - before.nextRefillAtMs) / tickMs));
  if (ticks === 0 && before.refillPerMinute === after.refillPerMinute)
    return { surelyMilliTokens: 1_000 * before.balanceTokens, isAtCapacity: false };
  const capacityMilliTokens = 1_000 * Math.min(before.capacityTokens, after.capacityTokens);
  const refilled = 1_000 * before.balanceTokens + ticks * Math.min(before.milliTokensPerTick, after.milliTokensPerTick);
  return { surelyMilliTokens: Math.min(capacityMilliTokens, refilled), isAtCapacity: refilled > capacityMilliTokens };
}

/** A stretch is continued until it is a tick long: shorter ones would show a foreign request as a rate of thousands a minute. */
function appended(stretches: readonly SpendStretch[], next: SpendStretch, tickMs: number): readonly SpendStretch[] {
  const last = stretches.at(-1);
  if (last === undefined || last.untilMs - last.fromMs >= tickMs) return [...stretches, next];
  const missingMilliTokens = last.missingMilliTokens + next.missingMilliTokens;
  const isAtCapacity = last.isAtCapacity || next.isAtCapacity;
  return stretches.with(-1, { ...last, untilMs: next.untilMs, missingMilliTokens, isAtCapacity });
}

/**
 * A surplus that leaves the window takes what the next stretch lacks with it, because the two may be one reply that was counted in the wrong
 * order; a larger one (tokens bought) ends here.
 */
function forgotten(stretches: readonly SpendStretch[], atMs: number): readonly SpendStretch[] {
  const [first, second, ...others] = stretches;
  if (first === undefined || first.untilMs > atMs - SPEND_WINDOW_MS) return stretches;
  if (second === undefined || first.missingMilliTokens >= 0 || second.missingMilliTokens <= 0) return forgotten(stretches.slice(1), atMs);
  return forgotten([{ ...second, missingMilliTokens: Math.max(0, first.missingMilliTokens + second.missingMilliTokens) }, ...others], atMs);
}

/**
 * Without the leading stretches in which (nearly) nobody else spent: they would dilute the rate of somebody who has just begun. A surplus of
 * more than a rounded token stays, because it belongs to what is missing later.
 */
function sinceItBegan(stretches: readonly SpendStretch[]): readonly SpendStretch[] {
  const [first, ...others] = stretches;
  if (first === undefined || others.length === 0 || first.missingMilliTokens < -1_000) return stretches;
  // Less than a tick is too short for a rate: one token in it would look like hundreds a minute.
  if (others.at(-1)!.untilMs - others[0]!.fromMs < TICK_MS) return stretches;
  return perMs([first]) < perMs(others) / 2 ? sinceItBegan(others) : stretches;
}

function perMs(stretches: readonly SpendStretch[]): number {
  return missingOf(stretches) / Math.max(1, stretches.at(-1)!.untilMs - stretches[0]!.fromMs);
}

function missingOf(stretches: readonly SpendStretch[]): number {
  return stretches.reduce((sum, { missingMilliTokens }) => sum + missingMilliTokens, 0);
}
