import type { BucketState } from '@smart-ingestor/contracts';
import fc from 'fast-check';
import { availableTokens, reachedAtMs } from './waits';

const NOW_MS = Date.UTC(2026, 0, 1, 12);
const TICK_MS = 60_220;

function state(fields: Partial<BucketState> = {}): BucketState {
  return {
    balanceTokens: -14,
    reservedWorstTokens: 0,
    refillPerMinute: 5,
    refillMilliTokensPerTick: 5_000,
    capacityTokens: 300,
    nextRefillAtMs: NOW_MS + 40_000,
    tickMs: TICK_MS,
    readingAgeMs: 0,
    ...fields,
  };
}

describe('What may be counted on', () => {
  it('is the balance less the worst case in flight', () => {
    expect(availableTokens(state({ balanceTokens: 50, reservedWorstTokens: 65 }))).toBe(-15);
  });
});

describe('The time at which refill reaches a target', () => {
  it('is the third tick for 1 token from −14 at 5 a minute', () => {
    expect(reachedAtMs(state(), 1)).toBe(NOW_MS + 40_000 + 2 * TICK_MS);
  });

  it('is the fourth tick from −15: 0 is not yet positive', () => {
    expect(reachedAtMs(state({ balanceTokens: -15 }), 1)).toBe(NOW_MS + 40_000 + 3 * TICK_MS);
  });

  it('lies in the past once reached', () => {
    expect(reachedAtMs(state({ balanceTokens: 1 }), 1)).toBeLessThan(NOW_MS);
  });

  it('is never for more than the capacity, and never without refill', () => {
    expect(reachedAtMs(state(), 300)).not.toBeNull();
    expect(reachedAtMs(state(), 301)).toBeNull();
    expect(reachedAtMs(state({ reservedWorstTokens: 1 }), 300)).toBeNull();
    expect(reachedAtMs(state({ refillMilliTokensPerTick: 0 }), 1)).toBeNull();
  });

  it('is the first tick with which the target is there, at any rate', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -340, max: 299 }),
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 1, max: 300 }),
        (balanceTokens, milli, target) => {
          const from = state({ balanceTokens, refillMilliTokensPerTick: milli });
          const ticks = (reachedAtMs(from, target)! - from.nextRefillAtMs) / TICK_MS + 1;
          const balanceAfter = (count: number): number => balanceTokens + Math.floor((count * milli) / 1_000);
          if (balanceTokens >= target) return expect(ticks).toBe(0);
          expect(balanceAfter(ticks)).toBeGreaterThanOrEqual(target);
          expect(balanceAfter(ticks - 1)).toBeLessThan(target);
        },
      ),
    );
  });
});
