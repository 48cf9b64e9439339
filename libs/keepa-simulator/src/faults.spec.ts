import { simulatorExchange } from './in-process-exchange';
import { SimulatedAccount, USED_BOOKS } from './testing/simulated-account';

const PAGE = { selection: JSON.stringify(USED_BOOKS) };
const statuses = async (account: SimulatedAccount, count: number): Promise<number[]> => {
  const seen: number[] = [];
  for (let asked = 0; asked < count; asked += 1) seen.push((await account.ask('/deal', PAGE)).status);
  return seen;
};

describe('a timeout after the charge', () => {
  it('is charged and never answered', async () => {
    const account = new SimulatedAccount({ faults: { timeoutAfterChargeRate: 1 } });
    expect((await account.ask('/deal', PAGE)).delivery).toBe('never');
    expect(account.simulator.state()).toMatchObject({ balance: 1_195, tokensCharged: 5, minBalance: 1_195 });
  });

  it('reaches an exchange as a timeout of a request that was sent, two minutes later', async () => {
    const account = new SimulatedAccount({ faults: { timeoutAfterChargeRate: 1 } });
    const startMs = account.clock.nowMs();
    const attempt = simulatorExchange(account.simulator, 'k').exchange({ path: '/deal', query: PAGE });
    await expect(account.until(attempt)).rejects.toMatchObject({ name: 'ExchangeError', reason: 'timeout', sent: true });
    expect(account.clock.nowMs() - startMs).toBe(120_000);
  });

  it('spares what is not metered or not admitted', async () => {
    const account = new SimulatedAccount({ openingBalance: 0, faults: { timeoutAfterChargeRate: 1, serverErrorRate: 1, cutBodyRate: 1 } });
    expect([(await account.ask('/token')).delivery, (await account.ask('/deal', PAGE)).status]).toEqual(['whole', 429]);
  });
});

describe('a server error', () => {
  it('answers 500 without a body and charges nothing', async () => {
    const account = new SimulatedAccount({ faults: { serverErrorRate: 1 } });
    expect(await account.ask('/deal', PAGE)).toMatchObject({ status: 500, text: '' });
    expect(account.simulator.state()).toMatchObject({ balance: 1_200, tokensCharged: 0 });
  });

  it('strikes at its rate, the same requests for the same seed', async () => {
    const run = (seed: number): Promise<number[]> =>
      statuses(new SimulatedAccount({ seed, refillPerMinute: 1_000, faults: { serverErrorRate: 0.3 } }), 200);
    const seen = await run(3);
    const share = seen.filter((status) => status === 500).length / seen.length;
    expect([share > 0.2, share < 0.4]).toEqual([true, true]);
    expect(await run(3)).toEqual(seen);
    expect(await run(4)).not.toEqual(seen);
  });
});

describe('a cut body', () => {
  it('is charged, and reaches an exchange as a broken connection', async () => {
    const account = new SimulatedAccount({ faults: { cutBodyRate: 1 } });
    const attempt = simulatorExchange(account.simulator, 'k').exchange({ path: '/deal', query: PAGE });
    await expect(account.until(attempt)).rejects.toMatchObject({ name: 'ExchangeError', reason: 'cut', sent: true });
    expect(account.simulator.state().tokensCharged).toBe(5);
  });
});

describe('a storm of 429', () => {
  it('refuses exactly the next metered requests, whatever the balance, and costs nothing', async () => {
    const account = new SimulatedAccount();
    account.simulator.change({ faults: { storm429Requests: 3 } });
    expect((await account.ask('/token')).status).toBe(200);
    expect(await statuses(account, 5)).toEqual([429, 429, 429, 200, 200]);
    expect(account.simulator.state()).toMatchObject({ rejected429: 3, tokensCharged: 10 });
  });

  it('refuses with the plain envelope', async () => {
    const account = new SimulatedAccount({ faults: { storm429Requests: 1 } });
    const { body } = await account.ask('/deal', PAGE);
    expect(body).toMatchObject({ tokensLeft: 1_200, tokensConsumed: 0 });
    expect(body).not.toHaveProperty('error');
  });
});

describe('an answer out of order', () => {
  it('arrives after a later one and still says what was true when it was made', async () => {
    const account = new SimulatedAccount({ faults: { outOfOrderRate: 1, outOfOrderDelayMs: 8_000 } });
    const order: unknown[] = [];
    const first = account.send('/deal', PAGE).then(({ body }) => order.push(body['tokensLeft']));
    await new Promise(setImmediate);
    account.clock.advance(1_000);
    account.simulator.change({ faults: { outOfOrderRate: 0 } });
    const second = account.send('/deal', PAGE).then(({ body }) => order.push(body['tokensLeft']));
    await account.until(Promise.all([first, second]));
    expect(order).toEqual([1_190, 1_195]);
  });
});

describe('a spike of the refill rate', () => {
  it('is in one answer and nowhere else', async () => {
    const account = new SimulatedAccount();
    account.simulator.change({ faults: { refillSpikePerMinute: 250 } });
    expect(account.simulator.state()).toMatchObject({ refillPerMinute: 20, capacity: 1_200 });
    const rates = [await account.ask('/deal', PAGE), await account.ask('/deal', PAGE)].map(({ body }) => body['refillRate']);
    expect(rates).toEqual([250, 20]);
  });
});

describe('a foreign consumer', () => {
  it('drains the account between two requests and ends when it is told so', async () => {
    const account = new SimulatedAccount({ foreign: { tokensPer10Minutes: 500 } });
    account.clock.advance(600_000);
    expect((await account.ask('/token')).body['tokensLeft']).toBe(700);
    account.simulator.change({ foreign: { tokensPer10Minutes: 0 }, balance: 700 });
    account.clock.advance(600_000);
    expect(account.simulator.state()).toMatchObject({ balance: 900, foreignTokens: 500, tokensCharged: 0 });
  });

  it('is never admitted without a balance, as nobody is', async () => {
    const account = new SimulatedAccount({ openingBalance: -1_000, foreign: { tokensPerMinute: 50 } });
    account.clock.advance(600_000);
    expect(account.simulator.state().foreignTokens).toBe(0);
  });
});

describe('a change while it runs', () => {
  it('leaves every other setting as it is', async () => {
    const account = new SimulatedAccount({ faults: { storm429Requests: 1 }, foreign: { tokensPerMinute: 1 } });
    account.simulator.change({ faults: { serverErrorRate: 1 }, foreign: { tokensPer10Minutes: 10 } });
    expect(await statuses(account, 2)).toEqual([429, 500]);
    account.clock.advance(600_000);
    expect(account.simulator.state().foreignTokens).toBe(20);
  });
});

describe('an aborted request', () => {
  it('that was under way is charged; one that was not sent is not', async () => {
    const account = new SimulatedAccount({ latency: { minMs: 5_000, maxMs: 5_000 } });
    const exchange = simulatorExchange(account.simulator, 'k');
    const controller = new AbortController();
    const attempt = exchange.exchange({ path: '/deal', query: PAGE }, controller.signal);
    account.clock.advance(1_000);
    controller.abort();
    await expect(attempt).rejects.toMatchObject({ reason: 'aborted', sent: true });
    await expect(exchange.exchange({ path: '/deal', query: PAGE }, controller.signal)).rejects.toMatchObject({ reason: 'aborted', sent: false });
    account.clock.advance(10_000);
    await new Promise(setImmediate);
    expect(account.simulator.state()).toMatchObject({ tokensCharged: 5, requests: 1 });
  });
});
