import { SimulatedAccount, USED_BOOKS } from './testing/simulated-account';

const TICK_MS = 60_200;
const PAGE = { selection: JSON.stringify(USED_BOOKS) };

describe('admission', () => {
  it('lets a request run at a balance of 1, whatever it costs', async () => {
    const account = new SimulatedAccount({ openingBalance: 1, prices: { productTokensPerAsin: 7.7 } });
    const asins = Array.from({ length: 50 }, (_, place) => `B0000000${String(place).padStart(2, '0')}`);
    const { status, body } = await account.product(asins, { offers: '20' });
    expect([status, body['tokensConsumed'], body['tokensLeft']]).toEqual([200, 385, -384]);
    expect(account.simulator.state().minBalance).toBe(-384);
  });

  it.each([0, -1, -249])('refuses at a balance of %i with the plain envelope: 429, nothing consumed, no error', async (openingBalance) => {
    const account = new SimulatedAccount({ openingBalance, refillPerMinute: 5 });
    account.clock.advance(14_608);
    const { status, body, text } = await account.ask('/deal', PAGE);
    expect(status).toBe(429);
    expect(body).toEqual({
      timestamp: account.clock.nowMs(),
      tokensLeft: openingBalance,
      refillIn: TICK_MS - 14_608,
      refillRate: 5,
      tokenFlowReduction: 0,
      tokensConsumed: 0,
      processingTimeInMs: 0,
    });
    expect(text).not.toContain('error');
  });

  it('opens again with the tick that makes the balance positive; refusals before it cost nothing', async () => {
    const account = new SimulatedAccount({ openingBalance: -19 });
    for (let asked = 0; asked < 20; asked += 1) expect((await account.ask('/deal', PAGE)).status).toBe(429);
    account.clock.advance(TICK_MS - 1);
    expect((await account.ask('/deal', PAGE)).status).toBe(429);
    account.clock.advance(1);
    const { status, body } = await account.ask('/deal', PAGE);
    expect([status, body['tokensLeft']]).toEqual([200, 1 - 5]);
    expect(account.simulator.state()).toMatchObject({ rejected429: 21, tokensCharged: 5, requests: 22 });
  });

  it('admits requests in flight independently, so that each can overshoot', async () => {
    const account = new SimulatedAccount({ openingBalance: 1, latency: { minMs: 5_000, maxMs: 5_000 }, prices: { productTokensPerAsin: 6 } });
    const asin = Array.from({ length: 10 }, (_, place) => `B00000000${place}`).join(',');
    const batch = (): Promise<{ status: number }> => account.send('/product', { domain: '1', asin, offers: '20' });
    const together = await account.until(Promise.all([batch(), batch(), batch()]));
    expect(together.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(account.simulator.state().balance).toBe(1 - 180);
    expect((await account.until(batch())).status).toBe(429);
  });

  it('answers /token free of charge at any balance', async () => {
    const account = new SimulatedAccount({ openingBalance: -350 });
    const { status, body } = await account.ask('/token');
    expect([status, body['tokensLeft'], body['tokensConsumed']]).toEqual([200, -350, 0]);
    expect(account.simulator.state()).toMatchObject({ tokensCharged: 0, rejected429: 0, minBalance: null });
  });
});

describe('the charge', () => {
  it('falls due at the end of processing', async () => {
    const account = new SimulatedAccount({ openingBalance: 100, latency: { minMs: 3_000, maxMs: 3_000 } });
    const page = account.send('/deal', PAGE);
    account.clock.advance(2_999);
    expect(account.simulator.state()).toMatchObject({ balance: 100, tokensCharged: 0, minBalance: null });
    const { body } = await account.until(page);
    expect([body['tokensLeft'], body['processingTimeInMs'], account.simulator.state().balance]).toEqual([95, 3_000, 95]);
  });

  it('comes after a tick that falls into the processing time', async () => {
    const account = new SimulatedAccount({ openingBalance: 31, refillPerMinute: 5, latency: { minMs: 11_700, maxMs: 11_700 } });
    account.clock.advance(TICK_MS - 6_000);
    const arrivedMs = account.clock.nowMs();
    const { body } = await account.ask('/deal', PAGE);
    expect(body).toMatchObject({ timestamp: arrivedMs, processingTimeInMs: 11_700, tokensLeft: 31 + 5 - 5, refillIn: TICK_MS - 5_700 });
  });

  it('takes the measured time where no latency is set: a page 20 to 1,400 ms, cached products up to 15 ms, offers 2 to 20 s', async () => {
    const account = new SimulatedAccount({ latency: undefined, refillPerMinute: 1_000 });
    const times = { page: [] as number[], cached: [] as number[], offers: [] as number[] };
    const [asin] = await account.asins(1);
    for (let asked = 0; asked < 12; asked += 1) {
      times.page.push(Number((await account.deal()).body['processingTimeInMs']));
      times.cached.push(Number((await account.product([asin!])).body['processingTimeInMs']));
      times.offers.push(Number((await account.product([asin!], { offers: '20' })).body['processingTimeInMs']));
    }
    const span = (values: number[]): number[] => [Math.min(...values), Math.max(...values)];
    expect(span(times.page).map((ms) => ms >= 20 && ms <= 1_400)).toEqual([true, true]);
    expect(span(times.cached).map((ms) => ms >= 0 && ms <= 15)).toEqual([true, true]);
    expect(span(times.offers).map((ms) => ms >= 2_000 && ms <= 20_000)).toEqual([true, true]);
    expect(new Set(times.offers).size).toBeGreaterThan(10);
  });
});

describe('the envelope', () => {
  it('is written with its members and payload in alphabetical order', async () => {
    const account = new SimulatedAccount();
    const names = ['processingTimeInMs', 'refillIn', 'refillRate', 'timestamp', 'tokenFlowReduction', 'tokensConsumed', 'tokensLeft'];
    expect(Object.keys((await account.ask('/token')).body)).toEqual(names);
    expect(Object.keys((await account.ask('/deal', PAGE)).body)).toEqual(['deals', 'dealsCached', ...names]);
    const refused = await account.ask('/deal', { selection: '{}' });
    expect(Object.keys(refused.body)).toEqual(['error', ...names]);
    expect(Object.keys(refused.body['error'] as object)).toEqual(['details', 'message', 'type']);
  });

  it('predicts the next tick by timestamp + processing time + refillIn', async () => {
    const account = new SimulatedAccount({ latency: undefined, refillPerMinute: 250 });
    const openedMs = account.clock.nowMs();
    for (let asked = 0; asked < 20; asked += 1) {
      account.clock.advance(17_003);
      const { timestamp, processingTimeInMs, refillIn } = (await account.ask('/deal', PAGE)).body as Record<string, number>;
      if (refillIn === 522) continue;
      expect((timestamp! + processingTimeInMs! + refillIn! - openedMs) % TICK_MS).toBe(0);
    }
  });

  it('says 522 in the half second after a tick, with the tokens already added', async () => {
    const account = new SimulatedAccount({ openingBalance: 10 });
    account.clock.advance(TICK_MS - 231);
    expect((await account.ask('/token')).body).toMatchObject({ refillIn: 522, tokensLeft: 10 });
    account.clock.advance(231 + 214);
    expect((await account.ask('/token')).body).toMatchObject({ refillIn: 522, tokensLeft: 30 });
    account.clock.advance(587);
    expect((await account.ask('/token')).body).toMatchObject({ refillIn: 59_399, tokensLeft: 30 });
  });

  it('says the new rate after a change of plan, and the tokens of trackings', async () => {
    const account = new SimulatedAccount();
    account.simulator.change({ refillPerMinute: 60, tokenFlowReduction: 1.8, balance: 77 });
    expect((await account.ask('/token')).body).toMatchObject({ refillRate: 60, tokenFlowReduction: 1.8, tokensLeft: 77 });
    expect(account.simulator.state()).toMatchObject({ capacity: 3_600, refillPerMinute: 60, tokenFlowReduction: 1.8, balance: 77 });
  });
});

describe('the lockout', () => {
  it('begins with a charge that leaves less than the limit, not at the limit itself, and refuses everything, /token too, for its time', async () => {
    const open = (productTokensPerAsin: number): SimulatedAccount =>
      new SimulatedAccount({
        openingBalance: 1,
        refillPerMinute: 1_000,
        lockoutBelow: -200,
        lockoutForMs: 600_000,
        prices: { productTokensPerAsin },
      });
    const spared = open(201);
    await spared.product(['B000000001'], { offers: '20' });
    expect(spared.simulator.state()).toMatchObject({ balance: -200, lockouts: 0 });

    const locked = open(202);
    await locked.product(['B000000001'], { offers: '20' });
    expect(locked.simulator.state()).toMatchObject({ balance: -201, lockouts: 1, lockedUntilMs: locked.clock.nowMs() + 600_000 });
    locked.clock.advance(599_999);
    expect([(await locked.ask('/token')).status, (await locked.ask('/deal', PAGE)).status]).toEqual([429, 429]);
    expect(locked.simulator.state().balance).toBeGreaterThan(0);
    locked.clock.advance(1);
    expect([(await locked.ask('/token')).status, (await locked.ask('/deal', PAGE)).status]).toEqual([200, 200]);
    expect(locked.simulator.state()).toMatchObject({ lockouts: 1, lockedUntilMs: null });
  });
});

describe('the books', () => {
  it('count requests, charges and refusals by endpoint', async () => {
    const account = new SimulatedAccount({ openingBalance: 7 });
    await account.ask('/token');
    await account.ask('/deal', PAGE);
    await account.ask('/deal', { selection: 'nonsense' });
    await account.ask('/product', { domain: '1', asin: 'B000000001,B000000002' });
    await account.ask('/deal', PAGE);
    await account.ask('/deals', PAGE);
    expect(account.simulator.state()).toMatchObject({
      ...{ requests: 6, tokensCharged: 7, rejected429: 1, minBalance: 0, balance: 0 },
      byEndpoint: {
        token: { requests: 1, tokensCharged: 0, rejected429: 0 },
        deal: { requests: 3, tokensCharged: 5, rejected429: 1 },
        product: { requests: 1, tokensCharged: 2, rejected429: 0 },
        other: { requests: 1, tokensCharged: 0, rejected429: 0 },
      },
    });
  });

  it('keep the lowest balance right after a charge, however high it rises again', async () => {
    const account = new SimulatedAccount({ openingBalance: 3 });
    await account.ask('/deal', PAGE);
    account.clock.advance(30 * TICK_MS);
    await account.ask('/deal', PAGE);
    expect(account.simulator.state()).toMatchObject({ minBalance: -2, balance: 593 });
  });

  it('tell the foreign consumer and the expired tokens apart from the charges', async () => {
    const account = new SimulatedAccount({ foreign: { tokensPerMinute: 3 } });
    account.clock.advance(TICK_MS);
    expect(account.simulator.state()).toMatchObject({ balance: 1_200, expiredTokens: 17, foreignTokens: 3, tokensCharged: 0, minBalance: null });
  });
});
