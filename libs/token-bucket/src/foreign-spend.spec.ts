import { type ForeignSpend, LONGEST_PROCESSING_MS, type Reading, TICK_MS } from '@smart-ingestor/contracts';
import fc from 'fast-check';
import { foreignSpendOf, SPEND_WINDOW_MS, spendKnownFromMs, type SpendTrack, trackSpend, type Unexplained } from './foreign-spend';
import { type Arrival, useAccount, type Usage } from './testing/shared-account';

const NOON_MS = Date.UTC(2026, 0, 1, 12);

/** A reading of an account at 5 a minute whose first tick comes half a minute after noon. */
function reading(afterMs: number, tokensLeft: number, fields: Partial<Reading> = {}): Reading {
  const refillInMs = (TICK_MS + ((30_000 - afterMs) % TICK_MS)) % TICK_MS;
  return { serverEndMs: NOON_MS + afterMs, tokensLeft, refillInMs, refillPerMinute: 5, tokenFlowReduction: 0, tokensConsumed: 0, ...fields };
}

function trackOf(readings: readonly Reading[]): SpendTrack | null {
  return readings.reduce<SpendTrack | null>((track, each) => trackSpend(track, each), null);
}

const NONE: Unexplained = { inFlightTokens: 0, lostTokens: 0 };

function spentBy(readings: readonly Reading[], unexplained: Partial<Unexplained> = {}): ForeignSpend | null {
  const track = trackOf(readings);
  return foreignSpendOf(track, { ...NONE, ...unexplained }, track?.anchor.atMs ?? NOON_MS);
}

/** What would be told after each reply, as a ledger asks: open requests granted before the last reading may explain what is missing. */
function toldAfterEach(arrivals: readonly Arrival[]): (ForeignSpend | null)[] {
  let track: SpendTrack | null = null;
  return arrivals.map(({ reading: arrived, unanswered }) => {
    track = trackSpend(track, arrived);
    if (track === null) return null;
    const [fromMs, untilMs] = [spendKnownFromMs(track), track.anchor.atMs];
    const mayExplain = unanswered.filter(({ grantedAtMs }) => grantedAtMs >= fromMs && grantedAtMs < untilMs);
    const worstOf = (lost: boolean): number =>
      mayExplain.filter(({ isLost }) => isLost === lost).reduce((sum, { worstTokens }) => sum + worstTokens, 0);
    return foreignSpendOf(track, { inFlightTokens: worstOf(false), lostTokens: worstOf(true) }, untilMs);
  });
}

describe('Spending by others', () => {
  it('is the difference between the balances that our own requests explain and those that Keepa reported', () => {
    const minutes = [reading(0, 200), reading(60_200, 194, { tokensConsumed: 6 }), reading(120_400, 188, { tokensConsumed: 6 })];
    expect(spentBy(minutes)).toEqual({ tokens: 10, sinceMs: NOON_MS, tokensPerMinute: expect.closeTo(10 / 2.0067, 1) });
  });

  it('of as much as the refill is told by the third response, with its rate (failure F71)', () => {
    for (const refillPerMinute of [1, 5, 20, 60, 1_000]) {
      const told = [0, 1, 2].map((n) => spentBy([0, 1, 2].slice(0, n + 1).map((at) => reading(at * TICK_MS, 7, { refillPerMinute }))));
      expect(told[0]).toBeNull();
      expect(told[2]!.tokens).toBe(2 * refillPerMinute);
      expect(told[2]!.tokensPerMinute / refillPerMinute).toBeCloseTo(60_000 / TICK_MS, 5);
    }
  });

  it('is not diluted by the time before it began', () => {
    const quiet = Array.from({ length: 8 }, (_, n) => reading(n * TICK_MS, 100 + 5 * n));
    const busy = [8, 9, 10].map((n) => reading(n * TICK_MS, 135));
    expect(spentBy(quiet)).toBeNull();
    expect(spentBy([...quiet, ...busy])).toMatchObject({ tokens: 15, sinceMs: NOON_MS + 7 * TICK_MS });
  });

  it('is told by the stretches in which the bucket was not full, as long as there are any', () => {
    const rising = [reading(0, 250), reading(5 * TICK_MS, 260), reading(14 * TICK_MS, 285)];
    expect(spentBy(rising)).toMatchObject({ tokens: 30, sinceMs: NOON_MS });
    expect(spentBy(rising)!.tokensPerMinute).toBeCloseTo(3, 1);
    expect(spentBy([reading(0, 299), reading(5 * TICK_MS, 290)])!.tokensPerMinute).toBeCloseTo(2, 1);
  });

  it('of no more than one tick is no evidence', () => {
    expect(spentBy([reading(0, 200), reading(1_000, 195)])).toBeNull();
    expect(spentBy([reading(0, 200), reading(1_000, 194)])).toMatchObject({ tokens: 6 });
  });

  it('is forgotten ten minutes after it ended, and not told after an hour of silence', () => {
    const burst = [reading(0, 200), reading(TICK_MS, 105)];
    expect(spentBy(burst)).toMatchObject({ tokens: 100 });
    const after = Array.from({ length: 11 }, (_, n) => reading((n + 2) * TICK_MS, 110 + 5 * n));
    expect(spentBy([...burst, ...after.slice(0, -2)])).toMatchObject({ tokens: 100 });
    expect(spentBy([...burst, ...after])).toBeNull();
    const track = trackOf(burst)!;
    expect(foreignSpendOf(track, NONE, track.anchor.atMs + 3_600_000)).not.toBeNull();
    expect(foreignSpendOf(track, NONE, track.anchor.atMs + 3_600_001)).toBeNull();
  });
});

describe('What is not foreign', () => {
  it('our own reply that was overtaken by a later one', () => {
    const overtaken = reading(5_000, 140, { tokensConsumed: 60 });
    const later = reading(9_000, 135, { tokensConsumed: 5 });
    expect(spentBy([reading(0, 200), later])).toMatchObject({ tokens: 60 });
    expect(spentBy([reading(0, 200), later, overtaken])).toBeNull();
    expect(spentBy([reading(0, 200), later, reading(40_000, 140), overtaken])).toBeNull();
  });

  it('a request of ours of which nobody knows whether it was charged', () => {
    for (const kind of ['lostTokens', 'inFlightTokens']) expect(spentBy([reading(0, 200), reading(9_000, 140)], { [kind]: 55 })).toBeNull();
    expect(spentBy([reading(0, 200), reading(9_000, 140)], { lostTokens: 54 })).toMatchObject({ tokens: 6 });
    expect(spentBy([reading(0, 200), reading(9_000, 140)], { inFlightTokens: 54 })).toMatchObject({ tokens: 60 });
    expect(spendKnownFromMs(trackOf([reading(0, 200), reading(9_000, 140)])!)).toBe(NOON_MS - LONGEST_PROCESSING_MS);
  });

  it('a tick of which a reading of 522 ms leaves open whether it is counted', () => {
    const after = { refillInMs: 522 };
    expect(spentBy([reading(0, 200), reading(29_700, 200, after), reading(30_300, 200, after), reading(40_000, 205)])).toBeNull();
    expect(spentBy([reading(0, 200), reading(29_700, 180, { ...after, tokensConsumed: 20 }), reading(40_000, 185)])).toBeNull();
    expect(spentBy([reading(30_300, 205, after), reading(40_000, 204)])).toBeNull();
  });

  it('refill that expired at the cap, and a balance above the cap that does not grow', () => {
    expect(spentBy([reading(0, 295), reading(10 * TICK_MS, 300), reading(20 * TICK_MS, 294, { tokensConsumed: 6 })])).toBeNull();
    expect(spentBy([reading(0, 900), reading(10 * TICK_MS, 900), reading(11 * TICK_MS, 300)])).toBeNull();
  });

  it('a change of plan, in whichever tick it came', () => {
    const readings = [reading(0, 1_500, { refillPerMinute: 25 }), reading(3 * TICK_MS, 1_500), reading(6 * TICK_MS, 300)];
    expect(spentBy(readings)).toBeNull();
    expect(spentBy([reading(0, 100), reading(3 * TICK_MS, 115, { refillPerMinute: 25 })])).toBeNull();
  });

  it('a rate that one response told, and that no plan ever had', () => {
    const spike = reading(TICK_MS, 20, { refillPerMinute: 40 });
    expect(spentBy([reading(0, 0, { refillPerMinute: 20 }), spike, reading(11 * TICK_MS, 220, { refillPerMinute: 25 })])).toBeNull();
  });

  it('a server clock that was set back, a refused key, and tokens that appear', () => {
    expect(spentBy([reading(0, 200), reading(-200_000, 3)])).toBeNull();
    expect(spentBy([reading(0, 200), reading(1_000, 0, { refillPerMinute: 0 })])).toBeNull();
    expect(spentBy([reading(0, 20), reading(1_000, 300)])).toBeNull();
  });

  it('a surplus and a lack of the same size in two stretches, also when the first of them leaves the window', () => {
    const flipped = [reading(0, 200), reading(TICK_MS, 265), reading(2 * TICK_MS, 210)];
    for (let minute = 3; minute < 16; minute += 1) {
      flipped.push(reading(minute * TICK_MS, 200 + 5 * minute));
      expect(spentBy(flipped)).toBeNull();
    }
  });
});

describe('For any use of an account', () => {
  const usage = {
    seed: fc.integer({ min: 1, max: 2_000_000_000 }),
    refillPerMinute: fc.constantFrom(1, 5, 9, 20, 60, 1_000),
    openingTokens: fc.integer({ min: -340, max: 3_000 }),
  };
  const anyUsage: fc.Arbitrary<Usage> = fc.record({
    ...usage,
    tokenFlowReduction: fc.constantFrom(0, 0, 0.5, 3),
    requests: fc.integer({ min: 2, max: 120 }),
    longestPauseMs: fc.constantFrom(500, 5_000, 60_000, 600_000),
    foreignPerMinute: fc.constant(0),
    laterRefillPerMinute: fc.constantFrom(undefined, 5, 25),
    isFaulty: fc.boolean(),
  }) as fc.Arbitrary<Usage>;

  it('nobody else is ever suspected where there is nobody else', () => {
    fc.assert(
      fc.property(anyUsage, (of) => {
        const told = toldAfterEach(useAccount(of));
        expect(told.filter((spend) => spend !== null)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('somebody who takes as much as the refill is told with a rate within a quarter of the truth', () => {
    const shared = fc.record({ ...usage, longestPauseMs: fc.constantFrom(20_000, 60_000, 120_000) });
    fc.assert(
      fc.property(shared, ({ refillPerMinute, openingTokens, ...of }) => {
        const foreignPerMinute = Math.max(5, refillPerMinute);
        const use = { ...of, refillPerMinute, foreignPerMinute, tokenFlowReduction: 0, requests: 40, isSequential: true };
        const arrivals = useAccount({ ...use, openingTokens: Math.min(openingTokens, 50 * refillPerMinute) });
        // The first reading that places its tick is where the account begins to be known.
        const beganMs = arrivals.find(({ reading: { refillInMs } }) => refillInMs > 522)!.reading.serverEndMs;
        toldAfterEach(arrivals).forEach((spend, index) => {
          if (arrivals[index]!.reading.serverEndMs - beganMs < 240_000) return;
          expect(Math.abs((spend?.tokensPerMinute ?? 0) / foreignPerMinute - 1)).toBeLessThan(0.25);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('what is kept stays small and a JSON value', () => {
    fc.assert(
      fc.property(anyUsage, (of) => {
        const track = trackOf(useAccount({ ...of, foreignPerMinute: 7 }).map(({ reading: each }) => each));
        expect(JSON.parse(JSON.stringify(track))).toEqual(track);
        expect(track?.stretches.length ?? 0).toBeLessThanOrEqual(1 + SPEND_WINDOW_MS / TICK_MS + 1);
      }),
      { numRuns: 100 },
    );
  });
});
