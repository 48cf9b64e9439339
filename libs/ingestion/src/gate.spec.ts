import { ANY_ASIN } from './units/unit';
import {
  type BatchPolicy,
  type BucketState,
  TICK_MS,
  TokenRechargeError,
  type TokenPolicy,
  UnaffordableRequestError,
} from '@smart-ingestor/contracts';
import type { Admission } from './gate';
import { itemsOf, jobOf, type Rig, rigOf, type RigOptions, tierOf } from './testing/rig';
import { unitsOf } from './testing/send-unit';

const MINUTE_MS = 60_000;

/** So many items that wait for their peek (1 token each), or for their commit (13 each). */
function rigWith(items: number, options: RigOptions = {}, state: 'queued' | 'accepted' = 'queued'): Rig {
  const rig = rigOf(options);
  rig.store.add(itemsOf(items), { state });
  return rig;
}

function admit(rig: Rig, of: 'peek' | 'commit' | 'scan' = 'peek'): Promise<Admission | null> {
  return rig.clock.runUntil(rig.gate.admit(unitsOf(rig)[of]()), 24 * 60 * MINUTE_MS);
}

/** The same tier for every plan. */
function always(fields: { tokenPolicy?: TokenPolicy; batchPolicy?: BatchPolicy }): RigOptions {
  return { tiers: { select: () => ({ ...tierOf('only', 20), ...fields }) } };
}

const planning = (plan: BatchPolicy['plan']): BatchPolicy => ({ name: 'test', plan });
const splitting = (affordableTokens: number): TokenPolicy => ({ name: 'splitter', decide: () => ({ kind: 'split', affordableTokens }) });

describe('The planned size', () => {
  it('is the ceiling of the batch policy', async () => {
    expect(await admit(rigWith(80, { refillPerMinute: 19 }))).toMatchObject({ size: 20, plan: { size: 20 }, cost: { worstTokens: 20 } });
  });

  it('is never more than what waits', async () => {
    expect(await admit(rigWith(3))).toMatchObject({ size: 3, plan: { size: 3 } });
  });

  it('is never more than the 100 ASINs that Keepa takes, whatever the policy plans', async () => {
    const greedy = always({ batchPolicy: planning(() => ({ size: 5_000, reason: 'all of it' })) });
    expect(await admit(rigWith(250, greedy))).toMatchObject({ size: 100 });
  });

  it('is at least 1, whatever the policy plans', async () => {
    const timid = always({ batchPolicy: planning(() => ({ size: 0, reason: 'none' })) });
    expect(await admit(rigWith(5, timid))).toMatchObject({ size: 1 });
  });

  it('is planned knowing the price of one item, all that waits, and what the floor lets go now', async () => {
    const asked: unknown[] = [];
    const curious = planning((_state, costPerItem, pending, affordableTokens) => {
      asked.push({ costPerItem, pending, affordableTokens });
      return { size: 7, reason: 'seven' };
    });
    await admit(rigWith(150, { ...always({ batchPolicy: curious }), balanceTokens: 5, refillPerMinute: 19 }, 'accepted'), 'commit');
    expect(asked).toEqual([
      { costPerItem: { expectedTokens: 13, worstTokens: 13, smallestUnitWorstTokens: 13 }, pending: 150, affordableTokens: 185 },
    ]);
  });

  it('is clamped to what the floor permits: 50 commits of 13 tokens at +5 become 14, which leave −177', async () => {
    const rig = rigWith(80, { balanceTokens: 5, refillPerMinute: 20 }, 'accepted');
    expect(await admit(rig, 'commit')).toMatchObject({ size: 14, plan: { size: 50 }, cost: { worstTokens: 182 }, grant: { worstTokens: 182 } });
    expect(rig.eventsOf('wait.started')).toEqual([]);
  });

  it('is priced with as many ASINs as it carries', async () => {
    const rig = rigWith(80, { balanceTokens: 5, refillPerMinute: 20 }, 'accepted');
    const priced: number[] = [];
    const estimate = rig.costModel.estimate.bind(rig.costModel);
    rig.costModel.estimate = (request) => {
      if (request.endpoint === 'product' && request.asins!.every((asin) => asin === ANY_ASIN)) priced.push(request.asins!.length);
      return estimate(request);
    };
    await admit(rig, 'commit');
    expect(new Set(priced)).toEqual(new Set([80, 1, 50, 14]));
    expect(rig.ledger.reserved.map(({ cost, purpose }) => cost.worstTokens / purpose.items)).toEqual([13, 13]);
  });

  it('of a scan is one page', async () => {
    expect(await admit(rigOf(), 'scan')).toMatchObject({ size: 1, cost: { worstTokens: 5 } });
  });
});

describe('A split', () => {
  it.each([0, 1, 49, 50, 1_000])('to %d tokens shrinks the unit every time it is asked, and ends', async (affordableTokens) => {
    const rig = rigWith(50, always({ batchPolicy: planning(() => ({ size: 50, reason: '50' })) }));
    rig.ledger.decisions = Array.from({ length: 50 }, () => ({ kind: 'split', affordableTokens }));
    await admit(rig).catch(() => undefined);
    const sizes = rig.ledger.reserved.map(({ purpose }) => purpose.items);
    expect(sizes.length).toBeGreaterThan(1);
    for (let n = 1; n < sizes.length; n += 1) expect(sizes[n]!).toBeLessThan(sizes[n - 1]!);
  });

  it('takes as many items as the affordable tokens pay for', async () => {
    const rig = rigWith(50);
    rig.ledger.decisions = [{ kind: 'split', affordableTokens: 31 }, { kind: 'split', affordableTokens: 12 }, { kind: 'allow' }];
    expect(await admit(rig)).toMatchObject({ size: 12 });
    expect(rig.ledger.reserved.map(({ purpose }) => purpose.items)).toEqual([50, 31, 12]);
  });

  it('of what cannot be divided is the fault of the policy, and says so', async () => {
    const rig = rigWith(1, always({ tokenPolicy: splitting(0) }));
    await expect(admit(rig)).rejects.toThrow(/"splitter" splits a peek request of job "books" that cannot be divided/);
    expect(rig.ledger.reserved).toHaveLength(1);
  });

  it('asks under a new call id each time: a repeated one would return the same grant', async () => {
    const rig = rigWith(50);
    rig.ledger.decisions = [{ kind: 'split', affordableTokens: 31 }, { kind: 'allow' }];
    await admit(rig);
    expect(new Set(rig.ledger.reserved.map(({ callId }) => callId)).size).toBe(2);
  });
});

describe('A wait', () => {
  it('is announced once, with its end and reason, and the unit is planned anew after it', async () => {
    const rig = rigWith(30, { balanceTokens: -14, refillPerMinute: 5 });
    const admission = await admit(rig);
    expect(rig.eventsOf('wait.started')).toMatchObject([{ workClass: 'peek', reason: 'the balance is not positive' }]);
    expect(admission).toMatchObject({ state: { balanceTokens: 1 }, size: 20 });
    expect(rig.clock.nowMs() - rig.ledger.reserved[0]!.nowMs).toBeLessThan(30_000 + 2 * TICK_MS + 2_000);
  });

  it('is an error with its length and end where the config says throw, and nothing is reserved', async () => {
    const rig = rigWith(30, { balanceTokens: -14, refillPerMinute: 5, onBlocked: 'throw' });
    const startedMs = rig.clock.nowMs();
    const error: unknown = await admit(rig).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TokenRechargeError);
    const { waitMs, untilMs } = error as TokenRechargeError;
    // −14 at 5 a tick: the third tick brings it to +1; 30 s to the first, 1 s of slack.
    expect(waitMs).toBeGreaterThanOrEqual(30_000 + 2 * TICK_MS);
    expect(waitMs).toBeLessThan(30_000 + 2 * TICK_MS + 2_000);
    expect(untilMs).toBe(startedMs + waitMs);
    expect(rig.clock.nowMs()).toBe(startedMs);
    expect([...rig.ledger.closings]).toEqual([]);
    expect(rig.eventsOf('wait.started')).toEqual([]);
  });

  it('ends without an admission where the bound of the run comes first', async () => {
    const rig = rigWith(30, { balanceTokens: -14, refillPerMinute: 5, bounds: { forMs: MINUTE_MS } });
    rig.stop.begin(rig.clock.nowMs());
    expect(await admit(rig)).toBeNull();
    expect([...rig.ledger.closings]).toEqual([]);
  });
});

describe('The gate', () => {
  it('refuses what can never fit, naming unit, job and reason', async () => {
    const rig = rigWith(1, always({ tokenPolicy: { name: 'no', decide: () => ({ kind: 'refuse', reason: 'costs 900, holds 300' }) } }));
    const admission = admit(rig);
    await expect(admission).rejects.toThrow(UnaffordableRequestError);
    await expect(admission).rejects.toThrow('A peek request of job "books" can never be sent: costs 900, holds 300.');
  });

  it('reads /token where the ledger knows nothing, and then reserves', async () => {
    const rig = rigWith(3);
    expect(await admit(rig)).toMatchObject({ size: 3 });
    expect(rig.transport.tokenReadsAtMs).toHaveLength(1);
  });

  it('reads /token again where the ledger has lost what it knew between look and reservation', async () => {
    const rig = rigWith(3);
    await rig.account.read();
    const reserve = rig.ledger.reserve.bind(rig.ledger);
    let lost = false;
    rig.ledger.reserve = (request) => {
      if (!lost) rig.ledger.forget();
      lost = true;
      return reserve(request);
    };
    expect(await admit(rig)).toMatchObject({ size: 3 });
    expect(rig.transport.tokenReadsAtMs).toHaveLength(2);
  });

  it('reserves under the account, at server time, for a purpose that explains the tokens', async () => {
    const rig = rigWith(3, {}, 'accepted');
    await admit(rig, 'commit');
    expect(rig.ledger.reserved).toMatchObject([
      {
        accountId: 'acc',
        nowMs: rig.time.nowMs(),
        purpose: { workClass: 'commit', endpoint: 'product', shape: 'product:offers', jobId: 'books', items: 3 },
      },
    ]);
  });

  it('switches the tier live when the reported rate changes, and says so once', async () => {
    const rig = rigWith(80, { refillPerMinute: 5 });
    expect(await admit(rig)).toMatchObject({ size: 20, tier: { name: 'low' } });
    expect(await admit(rig)).toMatchObject({ size: 20 });
    rig.transport.account.setPlan(25);
    // The lower of the last two rates counts, so that one odd response changes nothing.
    await rig.account.read();
    expect(await admit(rig)).toMatchObject({ size: 20 });
    await rig.account.read();
    expect(await admit(rig)).toMatchObject({ size: 50, tier: { name: 'standard' } });
    expect(rig.eventsOf('tier.selected')).toMatchObject([
      { tier: 'low', refillPerMinute: 5, tokenPolicy: 'low floor', batchPolicy: 'low ceiling' },
      { tier: 'standard', refillPerMinute: 25, tokenPolicy: 'standard floor', batchPolicy: 'standard ceiling' },
    ]);
  });

  it('asks the policy of the tier in force, on the state that the ledger projects', async () => {
    const states: BucketState[] = [];
    const decide: TokenPolicy['decide'] = (state) => {
      states.push(state);
      return { kind: 'allow' };
    };
    await admit(rigWith(1, { ...always({ tokenPolicy: { name: 'watch', decide } }), balanceTokens: 77, jobs: [jobOf()] }));
    expect(states.map(({ balanceTokens }) => balanceTokens)).toEqual([77, 77]);
  });
});
