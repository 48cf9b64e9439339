import { TICK_MS } from '@smart-ingestor/contracts';
import { NO_LAB_FAULTS } from '../account/lab-faults';
import { sceneOf } from '../cells/run-cell';
import { lawViolations, lawViolationsUnderFaults } from '../laws/laws';
import { runScene } from '../run/lab-run';
import { FAULTS, faultScene } from './fault-scenes';
import { forgetReading } from './forgetful-ledger';
import { longestHesitationMs } from './recovery';

const HOURS = 20;
const HOUR_MS = 3_600_000;
const RECOVERY_MS = 60_000;

jest.setTimeout(300_000);

describe('Whatever goes wrong around us', () => {
  it.each(Object.keys(FAULTS))('the floor holds, nothing is lost or bought twice, and work goes on within a minute, while %s', async (name) => {
    const { books, summary } = await runScene(faultScene(FAULTS[name]!, HOURS));
    expect(lawViolationsUnderFaults(books)).toEqual([]);
    expect(summary.dealsNew).toBeGreaterThan(20);
    // A 429 or a lost answer is no answer: nothing may be taken for a product without data.
    expect(Object.keys(summary.rejectedByReason)).toEqual(['lab']);
    expect(books.ledger.openGrants).toBe(0);
    // What others took is not in that reckoning: a balance may be spent that looks positive, and the next lump is waited for.
    const allowedMs = RECOVERY_MS + (FAULTS[name]!.foreign === undefined ? 0 : TICK_MS);
    expect(longestHesitationMs(books)).toBeLessThanOrEqual(allowedMs);
  });

  it.each([60, 1_000])('the floor holds where many answers overtake each other, at %d tokens a minute', async (refillPerMinute) => {
    const scene = sceneOf({ refillPerMinute, openingTokens: 117, prices: 'C6-12', tokenFlowReduction: 0, hours: 2, seed: 1 });
    const { books } = await runScene({ ...scene, faults: { ...NO_LAB_FAULTS, outOfOrderRate: 0.2 } });
    expect(lawViolations(books)).toEqual([]);
  });

  it('refuses nothing but after foreign spend or a plan change', async () => {
    const { books } = await runScene(
      faultScene({ chargedTimeoutRate: 0.2, serverErrorRate: 0.05, outOfOrderRate: 0.02, hourlyRefillSpike: true }, HOURS),
    );
    expect(books.refusals).toEqual([]);
    expect(books.unansweredSentMs.length).toBeGreaterThan(50);
  });

  it.each([5, 60])('asks /token once and goes on, where the row of the ledger was deleted, at %d tokens a minute', async (refillPerMinute) => {
    const scene = sceneOf({ refillPerMinute, openingTokens: 40, prices: 'C6', tokenFlowReduction: 0, hours: 6, seed: 1 });
    const { books } = await runScene(scene, [
      async ({ clock, store }) => {
        for (let hour = 1; hour <= 4; hour += 1) {
          await clock.sleep(HOUR_MS);
          forgetReading(store);
        }
      },
    ]);
    expect(lawViolationsUnderFaults(books)).toEqual([]);
    expect(books.refusals).toEqual([]);
    expect(books.tokenReads.length).toBeGreaterThan(1);
    expect(books.tokenReads.length).toBeLessThanOrEqual(5);
    expect(longestHesitationMs(books)).toBeLessThanOrEqual(RECOVERY_MS);
  });

  it.each([3, 12])('says that somebody else spends, and how fast: %d tokens a minute', async (tokensPerMinute) => {
    // So much in the bucket that the others are hardly ever refused: they get what they ask for.
    const scene = { ...faultScene({}, 2), refillPerMinute: 20, openingTokens: 600, saturated: false, refresh: null, sellers: null, storedDeals: 0 };
    const { books, summary, witness } = await runScene({
      ...scene,
      faults: { ...NO_LAB_FAULTS, foreign: { tokensPerMinute, tokensPer10Minutes: 0 } },
    });
    expect(books.foreignTokens).toBeGreaterThan(110 * tokensPerMinute);
    expect(witness.foreign.length).toBeGreaterThan(0);
    expect(summary.foreignTokensPerMinute / tokensPerMinute).toBeGreaterThan(0.7);
    expect(summary.foreignTokensPerMinute / tokensPerMinute).toBeLessThan(1.4);
  });

  it('accuses nobody where nobody else spends', async () => {
    const { witness } = await runScene(faultScene({ chargedTimeoutRate: 0.2, outOfOrderRate: 0.02, hourlyRefillSpike: true }, HOURS));
    expect(witness.foreign).toEqual([]);
  });
});
