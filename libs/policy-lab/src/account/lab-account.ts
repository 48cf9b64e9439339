import { type Reading, TICK_MS, type TokenGrant } from '@smart-ingestor/contracts';
import { AccountBucket, SeededRandom, SimulatedAccount } from '@smart-ingestor/keepa-simulator';
import type { Charge, Refusal, TokenRead } from './books';
import type { LabFaults } from './lab-faults';
import type { Purpose } from './recorded-purposes';

const HOUR_MS = 3_600_000;
const SPIKE_TOKENS = 12;

export interface LabAccountSettings {
  readonly startMs: number;
  readonly refillPerMinute: number;
  readonly openingTokens: number;
  readonly tokenFlowReduction: number;
  readonly faults: LabFaults;
  readonly seed: number;
}

/** A request on its way, and what we knew when it left. */
export interface Trip {
  readonly callId: string;
  readonly sentMs: number;
  readonly worstTokens: number;
  readonly purpose: Purpose;
  readonly foreignKnownTokens: number;
}

/** The simulator's account, with every charge, refusal and `/token` written down. Times in the books are true times, whatever the server's clock shows. */
export class LabAccount {
  readonly charges: Charge[] = [];
  readonly refusals: Refusal[] = [];
  readonly tokenReads: TokenRead[] = [];
  readonly unansweredSentMs: number[] = [];
  readonly random: SeededRandom;
  expiredBeforeFirstCharge = 0;
  unansweredTokens = 0;
  inFlightWorstTokens = 0;
  private readonly account: SimulatedAccount;
  private readonly bucket: AccountBucket;
  private readonly planChanges: { readonly atMs: number; readonly refillPerMinute: number }[];
  private nextSpikeMs: number;
  private lastAnswerMs = Number.NEGATIVE_INFINITY;
  private newestReadingMs = Number.NEGATIVE_INFINITY;
  private foreignKnownTokens = 0;
  private unanswered = 0;

  constructor(private readonly settings: LabAccountSettings) {
    const { startMs, refillPerMinute, openingTokens, tokenFlowReduction, faults, seed } = settings;
    this.random = new SeededRandom(seed);
    this.bucket = new AccountBucket({ openedAtMs: startMs, tickMs: TICK_MS, refillPerMinute, openingBalance: openingTokens, tokenFlowReduction });
    this.bucket.setForeign(faults.foreign, startMs);
    this.account = new SimulatedAccount(this.bucket, null);
    this.planChanges = faults.planChanges.map((change) => ({ atMs: startMs + change.afterMs, refillPerMinute: change.refillPerMinute }));
    this.nextSpikeMs = faults.hourlyRefillSpike ? startMs + HOUR_MS : Number.POSITIVE_INFINITY;
  }

  balanceAt(nowMs: number): number {
    this.advanceTo(nowMs);
    return this.bucket.balanceTokens;
  }

  get foreignTokens(): number {
    return this.bucket.foreignTokens;
  }

  get expiredTokens(): number {
    return this.bucket.expiredTokens;
  }

  get chargedTokens(): number {
    return this.charges.reduce((sum, { tokens }) => sum + tokens, 0);
  }

  depart({ callId, worstTokens }: TokenGrant, purpose: Purpose, nowMs: number): Trip {
    this.inFlightWorstTokens += worstTokens;
    return { callId, worstTokens, purpose, sentMs: nowMs, foreignKnownTokens: this.foreignKnownTokens };
  }

  /** `null`: admitted. Otherwise the reading of a 429. */
  refusal(trip: Trip, nowMs: number): Reading | null {
    this.advanceTo(nowMs);
    this.account.arrive(trip.purpose.endpoint, nowMs);
    if (this.account.admits(nowMs)) return null;
    this.account.reject(trip.purpose.endpoint);
    this.refusals.push({ atMs: nowMs, workClass: trip.purpose.workClass, balanceTokens: this.bucket.balanceTokens });
    return this.reading(nowMs, 0);
  }

  charge(trip: Trip, tokens: number, endMs: number): Reading {
    this.advanceTo(endMs);
    if (this.charges.length === 0) this.expiredBeforeFirstCharge = this.bucket.expiredTokens;
    this.account.charge(trip.purpose.endpoint, tokens, endMs);
    const { callId, sentMs, purpose } = trip;
    const { workClass, stage, items } = purpose;
    const foreignTokens = this.bucket.foreignTokens - trip.foreignKnownTokens;
    this.charges.push({ callId, atMs: endMs, sentMs, workClass, stage, items, tokens, afterTokens: this.bucket.balanceTokens, foreignTokens });
    return this.reading(endMs, tokens);
  }

  /** The client has the answer, or has given up on it. */
  arrive(trip: Trip, reading: Reading | null, lostTokens: number, nowMs: number): void {
    this.inFlightWorstTokens -= trip.worstTokens;
    if (reading === null) {
      this.unanswered += 1;
      this.unansweredTokens += lostTokens;
      this.unansweredSentMs.push(trip.sentMs);
    } else this.learn(reading, nowMs);
  }

  readTokens(nowMs: number): Reading {
    this.advanceTo(nowMs);
    this.tokenReads.push({ atMs: nowMs, silenceMs: nowMs - this.lastAnswerMs, unanswered: this.unanswered });
    this.unanswered = 0;
    const reading = this.reading(nowMs, 0);
    this.learn(reading, nowMs);
    return reading;
  }

  private learn(reading: Reading, nowMs: number): void {
    this.lastAnswerMs = nowMs;
    if (reading.serverEndMs < this.newestReadingMs) return;
    this.newestReadingMs = reading.serverEndMs;
    this.foreignKnownTokens = this.foreignAtReading.get(reading) ?? this.foreignKnownTokens;
  }

  private readonly foreignAtReading = new WeakMap<Reading, number>();

  private reading(endMs: number, tokensConsumed: number): Reading {
    const isSpike = endMs >= this.nextSpikeMs;
    if (isSpike) this.nextSpikeMs += HOUR_MS;
    const reading: Reading = {
      serverEndMs: endMs + this.settings.faults.serverClockSkewMs,
      tokensLeft: this.bucket.balanceTokens,
      refillInMs: this.bucket.refillInMs(endMs),
      refillPerMinute: this.bucket.ratePerMinute + (isSpike ? SPIKE_TOKENS : 0),
      tokenFlowReduction: this.bucket.flowReduction,
      tokensConsumed,
    };
    this.foreignAtReading.set(reading, this.bucket.foreignTokens);
    return reading;
  }

  private advanceTo(nowMs: number): void {
    for (let change = this.planChanges[0]; change !== undefined && change.atMs <= nowMs; change = this.planChanges[0]) {
      this.bucket.advanceTo(change.atMs);
      this.bucket.changePlan(change.refillPerMinute);
      this.planChanges.shift();
    }
    this.bucket.advanceTo(nowMs);
  }
}
