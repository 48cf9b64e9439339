import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithSamples, SAMPLES } from '../testing/samples';
import { type Answered, SimulatedAccount, USED_BOOKS } from '../testing/simulated-account';

const TICK_MS = 60_200;
const ERROR = { type: 'invalidParameter' };

interface Recorded {
  readonly timestamp: number;
  readonly tokensLeft: number;
  readonly refillIn: number;
  readonly refillRate: number;
  readonly processingTimeInMs: number;
  readonly tokenFlowReduction: number;
  readonly tokensConsumed: number;
  readonly error?: { readonly type: string; readonly message: string; readonly details: string | null };
}

interface Case {
  readonly kind: string;
  readonly status: number;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

/** How each kind of refusal is brought about, known by the name of its recording. */
const CASES: readonly Case[] = [
  { kind: 'http429', status: 429, path: '/deal', query: { selection: JSON.stringify(USED_BOOKS) } },
  { kind: 'invalid-key', status: 400, path: '/token', query: { key: 'another' } },
  { kind: 'missing-or-invalid', status: 400, path: '/deal', query: { selection: encodeURIComponent(JSON.stringify(USED_BOOKS)) } },
  { kind: 'daterange', status: 400, path: '/deal', query: { selection: JSON.stringify({ ...USED_BOOKS, dateRange: 7 }) } },
  { kind: 'pricetypes', status: 400, path: '/deal', query: { selection: JSON.stringify({ ...USED_BOOKS, priceTypes: '2' }) } },
  { kind: 'minimum-of-20-offers', status: 200, path: '/product', query: { domain: '1', asin: 'B000000001', offers: '10' } },
];

/** An account whose next tick is where the recording says, asked at the moment of the recording. */
async function provoked(name: string, recorded: Recorded): Promise<{ answer: Answered; status: number }> {
  const found = CASES.find(({ kind }) => name.includes(kind))!;
  const openedAtMs = recorded.timestamp + recorded.refillIn - TICK_MS;
  const { refillRate, tokensLeft } = recorded;
  const account = new SimulatedAccount({ key: 'k', refillPerMinute: refillRate || 5, openingBalance: tokensLeft }, openedAtMs);
  account.clock.advance(recorded.timestamp - openedAtMs);
  return { answer: await account.ask(found.path, found.query), status: found.status };
}

async function expectOurs(name: string, recorded: Recorded): Promise<void> {
  const { answer, status } = await provoked(name, recorded);
  // A refusal takes no time of ours; of the recorded ones one took a millisecond.
  expect(recorded.processingTimeInMs).toBeLessThanOrEqual(1);
  expect({ status: answer.status, body: answer.body }).toEqual({ status, body: { ...recorded, processingTimeInMs: 0 } });
}

const envelope = (members: Partial<Recorded>): Recorded => ({
  ...{
    timestamp: 1_790_000_000_123,
    tokensLeft: 295,
    refillIn: 33_225,
    refillRate: 5,
    tokenFlowReduction: 0,
    tokensConsumed: 0,
    processingTimeInMs: 0,
  },
  ...members,
});

describe('a refusal', () => {
  const offersError = { ...ERROR, message: 'Either no or a minimum of 20 offers must be requested.', details: null };
  const format = (details: string): Recorded['error'] => ({ ...ERROR, message: 'The queryJSON is of invalid format.', details });
  const twins: readonly (readonly [string, Recorded])[] = [
    ['http429 at a debt', envelope({ tokensLeft: -249, refillIn: 45_592 })],
    ['http429 at zero', envelope({ tokensLeft: 0, refillRate: 20 })],
    [
      'invalid-key',
      envelope({
        tokensLeft: 0,
        refillIn: 0,
        refillRate: 0,
        error: { ...ERROR, message: 'You used an invalid parameter for this API call.', details: '' },
      }),
    ],
    ['missing-or-invalid', envelope({ error: { ...ERROR, message: 'The queryJSON is missing or invalid.', details: '' } })],
    ['daterange', envelope({ error: format('dateRange') })],
    ['pricetypes', envelope({ error: format('priceTypes') })],
    ['minimum-of-20-offers', envelope({ refillIn: 522, error: offersError })],
    ['minimum-of-20-offers just after a tick', envelope({ refillIn: 59_399, error: offersError })],
  ];

  it.each(twins)('%s has the status and every member of the recorded dialect', expectOurs);

  it.each(CASES.filter(({ kind }) => kind !== 'http429'))('$kind costs nothing and is no refusal for want of tokens', async ({ path, query }) => {
    const account = new SimulatedAccount({ key: 'k', openingBalance: 9 });
    await account.ask(path, query);
    expect(account.simulator.state()).toMatchObject({ balance: 9, tokensCharged: 0, rejected429: 0, minBalance: null, requests: 1 });
  });

  it('for want of tokens comes before a bad parameter, a wrong key before both', async () => {
    const account = new SimulatedAccount({ key: 'k', openingBalance: 0 });
    expect((await account.ask('/deal', { selection: '{}' })).status).toBe(429);
    expect((await account.ask('/deal', { selection: '{}', key: 'other' })).status).toBe(400);
  });

  it('of a path that Keepa does not have is 404, whatever the balance', async () => {
    for (const openingBalance of [100, -100]) expect((await new SimulatedAccount({ openingBalance }).ask('/deals')).status).toBe(404);
  });

  it('of a key needs one to be set: otherwise every key but an empty one is accepted', async () => {
    const account = new SimulatedAccount();
    expect((await account.ask('/token', { key: 'anything' })).status).toBe(200);
    expect((await account.ask('/token', { key: '' })).status).toBe(400);
  });
});

describe('a request of /product', () => {
  const asins = (count: number): string => Array.from({ length: count }, (_, n) => `B0${String(n).padStart(8, '0')}`).join(',');
  it.each([
    ['domain', { asin: asins(1) }],
    ['domain', { domain: '7', asin: asins(1) }],
    ['asin', { domain: '1' }],
    ['asin', { domain: '1', asin: asins(1), code: '9780306406157' }],
    ['asin', { domain: '1', asin: asins(101) }],
    ['offers', { domain: '1', asin: asins(1), offers: 'twenty' }],
    ['update', { domain: '1', asin: asins(1), update: '1.5' }],
    ['days', { domain: '1', asin: asins(1), days: 'all' }],
    ['code-limit', { domain: '1', code: '9780306406157', 'code-limit': 'x' }],
  ])('is refused with 400 naming %s for %j', async (details, query: Record<string, string>) => {
    const { status, body } = await new SimulatedAccount().ask('/product', query);
    expect([status, body['error']]).toEqual([400, { ...ERROR, message: 'You used an invalid parameter for this API call.', details }]);
  });

  it.each(['1', '10', '19', '101'])('with offers=%s is answered 200 with an error and no products', async (offers) => {
    const { status, body } = await new SimulatedAccount().ask('/product', { domain: '1', asin: asins(1), offers });
    expect([status, body['products'], body['error']]).toEqual([200, undefined, expect.objectContaining({ details: null })]);
  });

  it('may name 100 ASINs and 20 or 100 offers', async () => {
    const account = new SimulatedAccount();
    for (const offers of ['20', '100'])
      expect((await account.ask('/product', { domain: '1', asin: asins(100), offers })).body['products']).toHaveLength(100);
  });
});

describeWithSamples('recorded refusals', () => {
  const files = (): string[] => readdirSync(join(SAMPLES, 'error')).filter((name) => name.endsWith('.json'));

  it('equal ours member by member', async () => {
    expect(files().length).toBeGreaterThan(0);
    for (const name of files()) await expectOurs(name, JSON.parse(readFileSync(join(SAMPLES, 'error', name), 'utf8')) as Recorded);
  });
});
