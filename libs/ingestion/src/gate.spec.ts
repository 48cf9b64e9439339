import { type BatchPolicy, type BucketState, TICK_MS, type TokenPolicy, UnaffordableRequestError } from '@smart-ingestor/contracts';
import type { Admission, GateAnswer } from './gate';
import { itemsOf, jobOf, type Rig, rigOf, type RigOptions, tierOf } from './testing/rig';
import { unitsOf } from './testing/send-unit';
import { ANY_ASIN } from './units/unit';

/** So many items that wait for their peek (1 token each), or for their commit (13 each). */
function rigWith(items: number, options: RigOptions = {}, state: 'queued' | 'accepted' = 'queued'): Rig {
  const rig = rigOf(options);
  rig.store.add(itemsOf(items), { state });
  return rig;
}

/** What the gate says now. */
async function ask(rig: Rig, of: 'peek' | 'commit' | 'scan' = 'peek'): Promise<GateAnswer> {
  const state = (await rig.account.known()) ?? (await rig.account.read());
  return rig.gate.admit(await unitsOf(rig)[of](), state!);
}

async function admit(rig: Rig, of: 'peek' | 'commit' | 'scan' = 'peek'): Promise<Admission> {
  const answer = await ask(rig, of);
  if (answer.kind !== 'granted') throw new Error(`expected a grant, got ${JSON.stringify(answer)}`);
  return answer;
}

/** The same tier for every plan. */
function always(fields: { tokenPolicy?: TokenPolicy; batchPolicy?: BatchPolicy }): RigOptions {
  return { tiers: { select: () => ({ ...tierOf('only', 20), ...fields }) } };
}

const planning = (plan: BatchPolicy['plan']): BatchPolicy => ({ name: 'test', plan });
const splitting = (affordableTokens: number): TokenPolicy => ({ name: 'splitter', decide: () => ({ kind: 'split', affordableTokens }) });

/** An hour of refill: nothing that Keepa takes in one request is more. */
const noUnitRule: RigOptions = { pace: { unitRefillMinutes: 100 } };

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
    await admit(rigWith(150, { ...always({ batchPolicy: curious }), ...noUnitRule, balanceTokens: 5, refillPerMinute: 19 }, 'accepted'), 'commit');
    expect(asked).toEqual([
      { costPerItem: { expectedTokens: 13, worstTokens: 13, smallestUnitWorstTokens: 13 }, pending: 150, affordableTokens: 185 },
    ]);
  });

  it.each([
    [1, 1],
    [5, 1],
    [6, 2],
    [20, 7],
    [130, 50],
  ])('at %d a minute is at most 5 minutes of refill, or the smallest useful unit: %d commits of 13 tokens', async (refillPerMinute, size) => {
    const rig = rigWith(80, { ...always({ batchPolicy: planning(() => ({ size: 50, reason: '50' })) }), refillPerMinute }, 'accepted');
    expect(await admit(rig, 'commit')).toMatchObject({ size, plan: { size } });
  });

  it('says why it is less than the batch policy planned', async () => {
    const { plan } = await admit(rigWith(80, { refillPerMinute: 20 }, 'accepted'), 'commit');
    expect(plan.reason).toBe('at most 50; a unit is at most 5 min of refill: 7');
  });

  it('is clamped to what the floor permits: 50 commits of 13 tokens at +5 become 14, which leave −177', async () => {
    const rig = rigWith(80, { ...noUnitRule, balanceTokens: 5, refillPerMinute: 20 }, 'accepted');
    expect(await admit(rig, 'commit')).toMatchObject({ size: 14, plan: { size: 50 }, cost: { worstTokens: 182 }, grant: { worstTokens: 182 } });
    expect(rig.eventsOf('wait.started')).toEqual([]);
  });

  it('is priced with as many ASINs as it carries', async () => {
    const rig = rigWith(80, { ...noUnitRule, balanceTokens: 5, refillPerMinute: 20 }, 'accepted');
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

describe('What does not fit', () => {
  it('is blocked until the time and for the reason that the policy gives, and nothing is reserved', async () => {
    const rig = rigWith(30, { balanceTokens: -14, refillPerMinute: 5 });
    const startedMs = rig.clock.nowMs();
    const answer = await ask(rig);
    expect(answer).toMatchObject({ kind: 'blocked', reason: 'the balance is not positive', state: { balanceTokens: -14 } });
    // −14 at 5 a tick: the third tick brings it to +1; 30 s to the first, 1 s of slack.
    const waitMs = (answer as { untilMs: number }).untilMs - startedMs;
    expect(waitMs).toBeGreaterThanOrEqual(30_000 + 2 * TICK_MS);
    expect(waitMs).toBeLessThan(30_000 + 2 * TICK_MS + 2_000);
    expect([...rig.ledger.closings]).toEqual([]);
  });

  it.each([-1_000_000, 0, Number.POSITIVE_INFINITY, Number.NaN])(
    'is blocked until the next refill where the policy names a time that is %d ms ahead, and that is reported',
    async (aheadMs) => {
      const hasty: TokenPolicy = { name: 'hasty', decide: (_state, _cost, nowMs) => ({ kind: 'wait', untilMs: nowMs + aheadMs, reason: 'because' }) };
      const rig = rigWith(1, always({ tokenPolicy: hasty }));
      expect(await ask(rig)).toMatchObject({
        kind: 'blocked',
        untilMs: rig.clock.nowMs() + 31_000,
        reason: 'because (token policy "hasty" names no time to come: tried again at the next refill)',
      });
    },
  );
});

describe('Beside a request in flight', () => {
  /** Something of ours or of another process that may cost so much. */
  async function beside(rig: Rig, worstTokens: number): Promise<void> {
    await rig.account.read();
    const cost = { expectedTokens: worstTokens, worstTokens, smallestUnitWorstTokens: worstTokens };
    const purpose = { workClass: 'discover', stage: 'peek', endpoint: 'product', shape: 'x', jobId: null, items: 1 } as const;
    const policy: TokenPolicy = { name: 'yes', decide: () => ({ kind: 'allow' }) };
    await rig.ledger.reserve({ accountId: 'acc', callId: 'other', cost, purpose, policy, nowMs: rig.time.nowMs() });
  }

  it('a unit goes whole where it fits without debt', async () => {
    const rig = rigWith(20, { balanceTokens: 40, refillPerMinute: 19 });
    await beside(rig, 20);
    expect(await ask(rig)).toMatchObject({ kind: 'granted', size: 20 });
  });

  it('a unit that does not fit whole is not cut smaller: it waits for an answer or the next refill', async () => {
    const rig = rigWith(20, { balanceTokens: 39, refillPerMinute: 19 });
    await beside(rig, 20);
    const answer = await ask(rig);
    expect(answer).toMatchObject({ kind: 'blocked', untilMs: rig.clock.nowMs() + 31_000 });
    expect((answer as { reason: string }).reason).toContain(
      'balance 39, 20 in flight: the unit may cost 20 and only a lone request may borrow (19 fit)',
    );
    expect(rig.ledger.openTokens).toBe(20);
  });

  it('nothing borrows, and once it is settled a lone unit may', async () => {
    const rig = rigWith(80, { balanceTokens: 20, refillPerMinute: 60 }, 'accepted');
    await beside(rig, 13);
    expect(await ask(rig, 'commit')).toMatchObject({ kind: 'blocked' });
    await rig.ledger.cancel('other');
    expect(await ask(rig, 'commit')).toMatchObject({ kind: 'granted', size: 15, cost: { worstTokens: 195 } });
  });
});

describe('The gate', () => {
  it('refuses what can never fit, naming unit, job and reason', async () => {
    const rig = rigWith(1, always({ tokenPolicy: { name: 'no', decide: () => ({ kind: 'refuse', reason: 'costs 900, holds 300' }) } }));
    const admission = admit(rig);
    await expect(admission).rejects.toThrow(UnaffordableRequestError);
    await expect(admission).rejects.toThrow('A peek request of job "books" can never be sent: costs 900, holds 300.');
  });

  it('says so where the ledger has lost what it knew between look and reservation', async () => {
    const rig = rigWith(3);
    await rig.account.read();
    const reserve = rig.ledger.reserve.bind(rig.ledger);
    rig.ledger.reserve = (request) => {
      rig.ledger.forget();
      return reserve(request);
    };
    expect(await ask(rig)).toEqual({ kind: 'forgotten' });
  });

  it('reserves under the account, at server time, for a purpose that explains the tokens', async () => {
    const rig = rigWith(3, {}, 'accepted');
    await admit(rig, 'commit');
    expect(rig.ledger.reserved).toMatchObject([
      {
        accountId: 'acc',
        nowMs: rig.time.nowMs(),
        purpose: { workClass: 'discover', stage: 'commit', endpoint: 'product', shape: 'product:offers', jobId: 'books', items: 3 },
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
