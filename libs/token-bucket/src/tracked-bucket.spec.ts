import { type Reading, TICK_MS } from '@smart-ingestor/contracts';
import fc from 'fast-check';
import { balanceAt, observeReading, projectBucket, TICK_DRIFT_MS, TICK_SLACK_MS, type TrackedBucket } from './tracked-bucket';

const NOON_MS = Date.UTC(2026, 0, 1, 12);

function reading(fields: Partial<Reading> = {}): Reading {
  return { serverEndMs: NOON_MS, tokensLeft: 295, refillInMs: 50_718, refillPerMinute: 5, tokenFlowReduction: 0, tokensConsumed: 5, ...fields };
}

function bucketAfter(...readings: Partial<Reading>[]): TrackedBucket {
  const bucket = readings.reduce<TrackedBucket | null>((known, fields) => observeReading(known, reading(fields)), null);
  if (bucket === null) throw new Error('no reading was taken in');
  return bucket;
}

describe('A reading', () => {
  it('gives balance, phase and rate: 295 at 12:00:00 with refillIn 50,718 ticks at 12:00:50.718', () => {
    const bucket = bucketAfter({});
    expect(bucket).toEqual({
      balanceTokens: 295,
      atMs: NOON_MS,
      nextRefillAtMs: NOON_MS + 50_718,
      refillPerMinute: 5,
      projectedRefillPerMinute: 5,
      tokenFlowReduction: 0,
    });
    expect(balanceAt(bucket, NOON_MS + 50_717)).toBe(295);
    expect(balanceAt(bucket, NOON_MS + 50_718)).toBe(300);
  });

  it('of a refused key (refill rate 0) changes nothing', () => {
    const bucket = bucketAfter({});
    expect(observeReading(bucket, reading({ serverEndMs: NOON_MS + 1, tokensLeft: 0, refillInMs: 0, refillPerMinute: 0 }))).toBe(bucket);
    expect(observeReading(null, reading({ refillPerMinute: 0 }))).toBeNull();
  });

  it('that ended before the last known one changes nothing, however late it arrives', () => {
    const bucket = bucketAfter({ serverEndMs: NOON_MS + 9_000, tokensLeft: 100 });
    expect(observeReading(bucket, reading({ serverEndMs: NOON_MS, tokensLeft: 160 }))).toBe(bucket);
  });

  it('that ended in the same millisecond counts if its balance is lower', () => {
    expect(bucketAfter({ tokensLeft: 100 }, { tokensLeft: 94 }).balanceTokens).toBe(94);
    expect(bucketAfter({ tokensLeft: 94 }, { tokensLeft: 100 }).balanceTokens).toBe(94);
  });

  it('is the newest truth when the server clock was set back by more than the longest processing time', () => {
    expect(bucketAfter({ tokensLeft: 100 }, { serverEndMs: NOON_MS - 150_000, tokensLeft: 7 }).balanceTokens).toBe(100);
    expect(bucketAfter({ tokensLeft: 100 }, { serverEndMs: NOON_MS - 150_001, tokensLeft: 7 }).balanceTokens).toBe(7);
  });
});

describe('refillIn 522', () => {
  // Recorded: 295 tokens, 1,194 ms to the tick; then 522 at T−231 ms with 295; then 300 tokens and 59,399 ms at T+801 ms.
  const beforeTick = { serverEndMs: NOON_MS, tokensLeft: 295, refillInMs: 1_194 };

  it('before the tick leaves it to come', () => {
    const bucket = bucketAfter(beforeTick, { serverEndMs: NOON_MS + 963, tokensLeft: 295, refillInMs: 522 });
    expect(bucket.nextRefillAtMs).toBe(NOON_MS + 1_194);
    expect(balanceAt(bucket, NOON_MS + 1_194)).toBe(300);
  });

  it('after the tick does not count it twice', () => {
    const bucket = bucketAfter({ ...beforeTick, tokensLeft: 281 }, { serverEndMs: NOON_MS + 1_408, tokensLeft: 280, refillInMs: 522 });
    expect(bucket.nextRefillAtMs).toBe(NOON_MS + 1_194 + TICK_MS);
    expect(balanceAt(bucket, NOON_MS + 3_000)).toBe(280);
  });

  it('without a known phase counts as a tick that has happened', () => {
    expect(bucketAfter({ refillInMs: 522 }).nextRefillAtMs).toBe(NOON_MS + TICK_MS);
  });

  it('is not read by the phase of a clock that was set back since: the next tick is at most one period away', () => {
    const setBack = { serverEndMs: NOON_MS - 200_000, refillInMs: 522 };
    expect(bucketAfter({ refillInMs: 10_000 }, setBack).nextRefillAtMs).toBe(setBack.serverEndMs + TICK_MS);
  });

  it('that contradicts the known phase counts as a tick that has happened', () => {
    const bucket = bucketAfter(beforeTick, { serverEndMs: NOON_MS + 30_000, refillInMs: 522 });
    expect(bucket.nextRefillAtMs).toBe(NOON_MS + 30_000 + TICK_MS);
  });
});

describe('The refill rate', () => {
  it('is projected with the lower of the last two, so that one response that says 12 is not spent', () => {
    const spike = bucketAfter({ tokensLeft: 0 }, { serverEndMs: NOON_MS + 1_000, tokensLeft: 0, refillPerMinute: 12 });
    expect(projectBucket(spike, NOON_MS + 1_000, 0)).toMatchObject({ refillPerMinute: 5, capacityTokens: 300, refillMilliTokensPerTick: 5_000 });
    expect(balanceAt(spike, NOON_MS + 1_000 + TICK_MS)).toBe(5);
    const confirmed = observeReading(spike, reading({ serverEndMs: NOON_MS + 2_000, tokensLeft: 0, refillPerMinute: 12 }))!;
    expect(projectBucket(confirmed, NOON_MS + 2_000, 0).refillPerMinute).toBe(12);
  });

  it('falls at once', () => {
    const bucket = bucketAfter({ refillPerMinute: 25 }, { serverEndMs: NOON_MS + 1, refillPerMinute: 5 });
    expect(projectBucket(bucket, NOON_MS + 1, 0).capacityTokens).toBe(300);
  });

  it('is reduced by what API trackings take, in thousandths of a token', () => {
    const bucket = bucketAfter({ tokensLeft: 0, refillPerMinute: 20, tokenFlowReduction: 0.1 });
    expect(projectBucket(bucket, NOON_MS, 0).refillMilliTokensPerTick).toBe(19_900);
    expect(balanceAt(bucket, NOON_MS + 50_718 + 9 * TICK_MS)).toBe(199);
    expect(projectBucket(bucketAfter({ tokenFlowReduction: 6 }), NOON_MS, 0).refillMilliTokensPerTick).toBe(0);
  });
});

describe('The projection for policies', () => {
  it('counts a tick one second after it is due, and later ones later still', () => {
    const bucket = bucketAfter({ tokensLeft: 0 });
    const dueMs = NOON_MS + 50_718;
    expect(projectBucket(bucket, dueMs + TICK_SLACK_MS - 1, 0)).toMatchObject({ balanceTokens: 0, nextRefillAtMs: dueMs + TICK_SLACK_MS });
    expect(projectBucket(bucket, dueMs + TICK_SLACK_MS, 0).balanceTokens).toBe(5);
    const tenthMs = dueMs + TICK_SLACK_MS + 9 * (TICK_MS + TICK_DRIFT_MS);
    expect(projectBucket(bucket, tenthMs - 1, 0).balanceTokens).toBe(45);
    expect(projectBucket(bucket, tenthMs, 0).balanceTokens).toBe(50);
  });

  it('never lowers a balance that is above the capacity of the plan', () => {
    const bucket = bucketAfter({ tokensLeft: 1_100, refillPerMinute: 5 });
    expect(projectBucket(bucket, NOON_MS + 10 * TICK_MS, 0)).toMatchObject({ balanceTokens: 1_100, capacityTokens: 300 });
  });

  it('passes on what is in flight and the age of the reading', () => {
    expect(projectBucket(bucketAfter({}), NOON_MS + 7_000, 42)).toMatchObject({ reservedWorstTokens: 42, readingAgeMs: 7_000, balanceTokens: 295 });
    expect(projectBucket(bucketAfter({}), NOON_MS - 7_000, 0).readingAgeMs).toBe(0);
  });
});

describe('For any account', () => {
  const anyReading = fc.record({
    serverEndMs: fc.integer({ min: NOON_MS, max: NOON_MS + 86_400_000 }),
    tokensLeft: fc.integer({ min: -340, max: 70_000 }),
    refillInMs: fc.integer({ min: 522, max: 60_200 }),
    refillPerMinute: fc.constantFrom(1, 5, 10, 19, 20, 25, 60, 250, 1_000),
    tokenFlowReduction: fc.constantFrom(0, 0.1, 0.5, 3),
    tokensConsumed: fc.integer({ min: 0, max: 700 }),
  });
  const anyBucket = fc.array(anyReading, { minLength: 1, maxLength: 4 }).map((readings) => bucketAfter(...readings));
  const anyGapMs = fc.integer({ min: 0, max: 200 * TICK_MS });

  it('refill never lifts a balance above the capacity, and never lowers one', () => {
    fc.assert(
      fc.property(anyBucket, anyGapMs, (bucket, gapMs) => {
        const state = projectBucket(bucket, bucket.atMs + gapMs, 0);
        expect(state.balanceTokens).toBeGreaterThanOrEqual(bucket.balanceTokens);
        expect(state.balanceTokens).toBeLessThanOrEqual(Math.max(bucket.balanceTokens, state.capacityTokens));
      }),
    );
  });

  it('the balance never falls with time, and the projection is at most two ticks behind it', () => {
    fc.assert(
      fc.property(anyBucket, anyGapMs, anyGapMs, (bucket, gapMs, moreMs) => {
        const nowMs = bucket.atMs + gapMs;
        expect(balanceAt(bucket, nowMs + moreMs)).toBeGreaterThanOrEqual(balanceAt(bucket, nowMs));
        const { balanceTokens, capacityTokens } = projectBucket(bucket, nowMs, 0);
        expect(balanceTokens).toBeLessThanOrEqual(balanceAt(bucket, nowMs));
        expect(balanceTokens).toBeGreaterThanOrEqual(Math.min(capacityTokens, balanceAt(bucket, nowMs - 2 * TICK_MS)));
      }),
    );
  });

  it('everything is a whole number, and the next tick lies ahead within one period', () => {
    fc.assert(
      fc.property(anyBucket, anyGapMs, (bucket, gapMs) => {
        const nowMs = bucket.atMs + gapMs;
        const state = projectBucket(bucket, nowMs, 0);
        expect(Object.values(state).every(Number.isInteger)).toBe(true);
        expect(state.nextRefillAtMs).toBeGreaterThan(nowMs);
        expect(state.nextRefillAtMs - nowMs).toBeLessThanOrEqual(state.tickMs + TICK_SLACK_MS);
      }),
    );
  });

  it('projecting in two steps or in one gives the same', () => {
    fc.assert(
      fc.property(anyBucket, anyGapMs, (bucket, gapMs) => {
        const first = projectBucket(bucket, bucket.atMs, 0);
        const later = projectBucket(bucket, bucket.atMs + gapMs, 0);
        const ticks = (later.nextRefillAtMs - first.nextRefillAtMs) / first.tickMs;
        const gained = Math.floor((ticks * first.refillMilliTokensPerTick) / 1_000);
        expect(later.balanceTokens).toBe(Math.max(first.balanceTokens, Math.min(first.capacityTokens, first.balanceTokens + gained)));
      }),
    );
  });

  it('the order in which replies arrive does not matter', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyReading, { minLength: 2, maxLength: 4, selector: ({ serverEndMs }) => serverEndMs }), (readings) => {
        const near = readings.map((each, index) => ({ ...each, serverEndMs: NOON_MS + (each.serverEndMs % 100_000) + index * 100 }));
        const newest = near.reduce((a, b) =>
          b.serverEndMs > a.serverEndMs || (b.serverEndMs === a.serverEndMs && b.tokensLeft < a.tokensLeft) ? b : a,
        );
        expect(bucketAfter(...near)).toMatchObject({ balanceTokens: newest.tokensLeft, atMs: newest.serverEndMs });
        expect(bucketAfter(...[...near].reverse())).toMatchObject({ balanceTokens: newest.tokensLeft, atMs: newest.serverEndMs });
      }),
    );
  });
});
