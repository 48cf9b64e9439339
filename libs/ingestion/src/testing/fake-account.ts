import { type Reading, TICK_MS } from '@smart-ingestor/contracts';
import { balanceAt, type TrackedBucket } from '@smart-ingestor/token-bucket';

/** Test fake: the server's side of an account. Refills by the tick, charges what it is told to. */
export class FakeAccount {
  private bucket: TrackedBucket;

  constructor(nowMs: number, balanceTokens: number, refillPerMinute: number) {
    this.bucket = {
      balanceTokens,
      atMs: nowMs,
      nextRefillAtMs: nowMs + 30_000,
      refillPerMinute,
      projectedRefillPerMinute: refillPerMinute,
      tokenFlowReduction: 0,
    };
  }

  setPlan(refillPerMinute: number): void {
    this.bucket = { ...this.bucket, refillPerMinute, projectedRefillPerMinute: refillPerMinute };
  }

  charge(nowMs: number, tokensConsumed: number): Reading {
    const { nextRefillAtMs: nextMs, refillPerMinute, tokenFlowReduction } = this.bucket;
    const nextRefillAtMs = nowMs < nextMs ? nextMs : nextMs + (1 + Math.floor((nowMs - nextMs) / TICK_MS)) * TICK_MS;
    const balanceTokens = balanceAt(this.bucket, nowMs) - tokensConsumed;
    this.bucket = { ...this.bucket, balanceTokens, atMs: nowMs, nextRefillAtMs };
    return {
      serverEndMs: nowMs,
      tokensLeft: balanceTokens,
      refillInMs: nextRefillAtMs - nowMs,
      refillPerMinute,
      tokenFlowReduction,
      tokensConsumed,
    };
  }
}
