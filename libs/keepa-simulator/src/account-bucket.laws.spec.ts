import * as fc from 'fast-check';
import { AccountBucket } from './account-bucket';

const TICK_MS = 60_200;
const HOUR_MS = 3_600_000;

const plan = fc.constantFrom(1, 5, 10, 20, 25, 60, 250, 1_000);
const opening = fc.integer({ min: -1_000, max: 80_000 });

function bucketOf(refillPerMinute: number, openingBalance: number): AccountBucket {
  return new AccountBucket({ openedAtMs: 0, tickMs: TICK_MS, refillPerMinute, openingBalance, tokenFlowReduction: 0 });
}

/** What may happen to an account, each after a while. */
const event = fc.record({
  afterMs: fc.integer({ min: 0, max: 3 * TICK_MS }),
  act: fc.oneof(
    fc.record({ kind: fc.constant('charge' as const), tokens: fc.integer({ min: 0, max: 700 }) }),
    fc.record({ kind: fc.constant('plan' as const), tokens: plan }),
    fc.record({ kind: fc.constant('foreign' as const), tokens: fc.integer({ min: 0, max: 40 }) }),
  ),
});
type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;

function apply(bucket: AccountBucket, { act }: Event, nowMs: number): void {
  if (act.kind === 'charge') bucket.charge(act.tokens);
  else if (act.kind === 'plan') bucket.changePlan(act.tokens);
  else bucket.setForeign({ tokensPerMinute: act.tokens, tokensPer10Minutes: 0 }, nowMs);
}

describe('the bucket, whatever happens', () => {
  it('holds max(opening, min(capacity, opening + ticks × rate)) while nobody spends', () => {
    fc.assert(
      fc.property(plan, opening, fc.integer({ min: 0, max: 30 * HOUR_MS }), (rate, balance, nowMs) => {
        const bucket = bucketOf(rate, balance);
        bucket.advanceTo(nowMs);
        expect(bucket.balanceTokens).toBe(Math.max(balance, Math.min(60 * rate, balance + Math.floor(nowMs / TICK_MS) * rate)));
      }),
    );
  });

  it('is the same however often somebody looks', () => {
    fc.assert(
      fc.property(plan, opening, fc.array(fc.integer({ min: 0, max: 200_000 }), { maxLength: 40 }), (rate, balance, steps) => {
        const [watched, alone] = [bucketOf(rate, balance), bucketOf(rate, balance)];
        for (const bucket of [watched, alone]) bucket.setForeign({ tokensPerMinute: 7, tokensPer10Minutes: 90 }, 0);
        let nowMs = 0;
        for (const step of steps) watched.advanceTo((nowMs += step));
        alone.advanceTo(nowMs);
        expect(watched).toEqual(alone);
      }),
    );
  });

  it('loses no token: opening and refill are balance, charges, foreign charges and expired tokens', () => {
    fc.assert(
      fc.property(plan, opening, fc.array(event, { maxLength: 30 }), (rate, balance, events) => {
        const bucket = bucketOf(rate, balance);
        let [nowMs, ticks, current, refilled, charged] = [0, 0, rate, 0, 0];
        for (const step of events) {
          bucket.advanceTo((nowMs += step.afterMs));
          refilled += (Math.floor(nowMs / TICK_MS) - ticks) * current;
          ticks = Math.floor(nowMs / TICK_MS);
          apply(bucket, step, nowMs);
          if (step.act.kind === 'charge') charged += step.act.tokens;
          if (step.act.kind === 'plan') current = step.act.tokens;
        }
        expect(bucket.balanceTokens + charged + bucket.foreignTokens + bucket.expiredTokens).toBe(balance + refilled);
      }),
    );
  });

  it('is never lowered by a tick and never raised by one beyond the capacity', () => {
    fc.assert(
      fc.property(plan, opening, fc.array(event, { maxLength: 30 }), (rate, balance, events) => {
        const bucket = bucketOf(rate, balance);
        let nowMs = 0;
        for (const step of events) {
          // Ticks only: the foreign consumer has a law of its own.
          if (step.act.kind !== 'foreign') apply(bucket, step, nowMs);
          const before = bucket.balanceTokens;
          bucket.advanceTo((nowMs += step.afterMs));
          expect(bucket.balanceTokens).toBeGreaterThanOrEqual(before);
          expect(bucket.balanceTokens).toBeLessThanOrEqual(Math.max(before, bucket.capacityTokens));
        }
      }),
    );
  });

  it('says with refillIn when the next tick is, to the millisecond, outside the second around a tick', () => {
    fc.assert(
      fc.property(plan, fc.array(event, { maxLength: 10 }), fc.integer({ min: 0, max: 10 * TICK_MS }), (rate, events, restMs) => {
        const bucket = bucketOf(rate, 100);
        let nowMs = 0;
        for (const step of events) {
          bucket.advanceTo((nowMs += step.afterMs));
          apply(bucket, step, nowMs);
        }
        bucket.advanceTo((nowMs += restMs));
        const untilTick = TICK_MS - (nowMs % TICK_MS);
        const isJustAfterTick = nowMs >= TICK_MS && TICK_MS - untilTick <= 500;
        expect(bucket.refillInMs(nowMs)).toBe(isJustAfterTick ? 522 : Math.max(522, untilTick));
      }),
    );
  });
});
