import { AccountBucket, type BucketSettings } from './account-bucket';

const TICK_MS = 60_200;

/** Opened at 0, so that ticks fall at 60,200, 120,400, … */
function bucketOf(settings: Partial<BucketSettings> = {}): AccountBucket {
  return new AccountBucket({ openedAtMs: 0, tickMs: TICK_MS, refillPerMinute: 20, openingBalance: 0, tokenFlowReduction: 0, ...settings });
}

describe('the ticks of the bucket', () => {
  it('add the refill rate in one step every 60,200 ms and nothing in between', () => {
    const bucket = bucketOf({ openingBalance: -5 });
    const balanceAt = (ms: number): number => {
      bucket.advanceTo(ms);
      return bucket.balanceTokens;
    };
    expect([0, 60_000, 60_199, 60_200, 120_399, 120_400].map(balanceAt)).toEqual([-5, -5, -5, 15, 15, 35]);
  });

  it('come at the interval that an option sets', () => {
    const bucket = bucketOf({ tickMs: 1_000 });
    bucket.advanceTo(3_500);
    expect([bucket.balanceTokens, bucket.refillInMs(3_500)]).toEqual([60, 522]);
  });

  it('keep their phase through a full bucket, a charge and a change of plan', () => {
    const bucket = bucketOf({ openingBalance: 1_200 });
    bucket.advanceTo(10 * TICK_MS + 7_000);
    expect(bucket.refillInMs(10 * TICK_MS + 7_000)).toBe(TICK_MS - 7_000);
    bucket.charge(30);
    bucket.changePlan(60);
    expect(bucket.refillInMs(10 * TICK_MS + 7_000)).toBe(TICK_MS - 7_000);
    bucket.advanceTo(11 * TICK_MS - 1);
    expect(bucket.balanceTokens).toBe(1_170);
    bucket.advanceTo(11 * TICK_MS);
    expect(bucket.balanceTokens).toBe(1_230);
  });

  it('stop at 60 minutes of refill and count what expires', () => {
    const bucket = bucketOf({ openingBalance: 1_190 });
    bucket.advanceTo(2 * TICK_MS);
    expect([bucket.balanceTokens, bucket.expiredTokens]).toEqual([1_200, 30]);
  });

  it('pay a debt off at the same pace', () => {
    const bucket = bucketOf({ openingBalance: -340 });
    bucket.advanceTo(17 * TICK_MS);
    expect(bucket.balanceTokens).toBe(0);
  });

  it('never lower a balance above the capacity: it stays until it is spent', () => {
    const bucket = bucketOf({ openingBalance: 5_000 });
    bucket.advanceTo(3 * TICK_MS);
    expect([bucket.balanceTokens, bucket.expiredTokens]).toEqual([5_000, 60]);
    bucket.charge(3_795);
    bucket.advanceTo(4 * TICK_MS);
    expect(bucket.balanceTokens).toBe(1_205);
    bucket.charge(10);
    bucket.advanceTo(5 * TICK_MS);
    expect(bucket.balanceTokens).toBe(1_200);
  });
});

describe('a change of plan', () => {
  it('counts from the next tick on and leaves the balance alone', () => {
    const bucket = bucketOf({ openingBalance: 1_000 });
    bucket.changePlan(5);
    expect([bucket.balanceTokens, bucket.capacityTokens, bucket.ratePerMinute]).toEqual([1_000, 300, 5]);
    bucket.advanceTo(TICK_MS);
    expect(bucket.balanceTokens).toBe(1_000);
    bucket.charge(900);
    bucket.advanceTo(2 * TICK_MS);
    expect(bucket.balanceTokens).toBe(105);
  });
});

describe('a reduction of the token flow', () => {
  it('is lost from every tick, fractions carried over to later ones', () => {
    const bucket = bucketOf({ tokenFlowReduction: 0.9 });
    const balances = [1, 2, 10].map((tick) => {
      bucket.advanceTo(tick * TICK_MS);
      return bucket.balanceTokens;
    });
    expect(balances).toEqual([19, 38, 191]);
  });

  it('beyond the refill stops it, without taking tokens away', () => {
    const bucket = bucketOf({ openingBalance: 7, tokenFlowReduction: 25 });
    bucket.advanceTo(5 * TICK_MS);
    expect(bucket.balanceTokens).toBe(7);
    bucket.setFlowReduction(0);
    bucket.advanceTo(6 * TICK_MS);
    expect(bucket.balanceTokens).toBe(27);
  });
});

describe('the foreign consumer', () => {
  it('spends its lump every minute and every ten minutes, and its tokens are told apart', () => {
    const bucket = bucketOf({ openingBalance: 1_000 });
    bucket.setForeign({ tokensPerMinute: 3, tokensPer10Minutes: 100 }, 0);
    bucket.advanceTo(59_999);
    expect(bucket.balanceTokens).toBe(1_000);
    bucket.advanceTo(60_000);
    expect(bucket.balanceTokens).toBe(997);
    bucket.advanceTo(600_000);
    // 9 ticks, 10 minutes and one lump.
    expect([bucket.balanceTokens, bucket.foreignTokens]).toEqual([1_000 + 9 * 20 - 130, 130]);
  });

  it('is admitted at a positive balance only, whatever it then spends', () => {
    const bucket = bucketOf({ openingBalance: 1 });
    bucket.setForeign({ tokensPerMinute: 50, tokensPer10Minutes: 0 }, 0);
    bucket.advanceTo(60_000);
    expect(bucket.balanceTokens).toBe(-49);
    bucket.advanceTo(120_000);
    expect([bucket.balanceTokens, bucket.foreignTokens]).toEqual([-29, 50]);
  });

  it('is gone when its rate is set to 0', () => {
    const bucket = bucketOf({ openingBalance: 1_000 });
    bucket.setForeign({ tokensPerMinute: 50, tokensPer10Minutes: 0 }, 0);
    bucket.setForeign({ tokensPerMinute: 0, tokensPer10Minutes: 0 }, 30_000);
    bucket.advanceTo(600_000);
    expect(bucket.foreignTokens).toBe(0);
  });
});

describe('refillIn', () => {
  it('says exactly 522 from a tick until half a second after it, then counts down', () => {
    const bucket = bucketOf();
    bucket.advanceTo(TICK_MS);
    expect([0, 13, 214, 301, 500].map((after) => bucket.refillInMs(TICK_MS + after))).toEqual([522, 522, 522, 522, 522]);
    expect([501, 801].map((after) => bucket.refillInMs(TICK_MS + after))).toEqual([59_699, 59_399]);
  });

  it('is never below 522, however close the tick', () => {
    const bucket = bucketOf();
    bucket.advanceTo(TICK_MS - 231);
    expect([523, 522, 521, 231, 1].map((before) => bucket.refillInMs(TICK_MS - before))).toEqual([523, 522, 522, 522, 522]);
  });
});
