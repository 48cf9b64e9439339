import {
  ExchangeError,
  issueGrant,
  type KeepaExchange,
  type KeepaRequest,
  type KeepaResult,
  type KeepaTransport,
  type ProductRequest,
} from '@smart-ingestor/contracts';
import { type ScriptedAnswer, ScriptedExchange } from './scripted-exchange';

const GRANT = issueGrant({ callId: 'call-1', accountId: 'account', worstTokens: 13, grantedAtMs: 0 });
const PEEK: ProductRequest = { endpoint: 'product', domainId: 1, asins: ['0000000001'], statsDays: 90, history: false };
const PAGE: KeepaRequest = { endpoint: 'deal', selection: { domainId: 1, priceTypes: [2] }, page: 0 };

const BUCKET = { timestamp: 1_767_225_600_000, tokensLeft: 30, refillIn: 20_000, refillRate: 5, tokenFlowReduction: 0, processingTimeInMs: 40 };

/** An honest answer of Keepa, with a payload or an error in it. */
function bodyOf(members: Readonly<Record<string, unknown>>, tokensConsumed = 0): string {
  return JSON.stringify({ ...BUCKET, tokensConsumed, ...members });
}

type Make = (exchange: KeepaExchange) => KeepaTransport;

/**
 * What the pipeline relies on, for any `KeepaTransport` that is built on an exchange:
 * `describeTransport('mine', (exchange) => new MyTransport(exchange))`.
 */
export function describeTransport(name: string, make: Make): void {
  describe(`${name} as a KeepaTransport`, () => {
    describeAnswers(make);
    describeFailures(make);
    describeRequests(make);
  });
}

function ask(make: Make, answer: ScriptedAnswer, request: KeepaRequest = PEEK): Promise<KeepaResult<unknown>> {
  return make(new ScriptedExchange([answer])).send(request, GRANT);
}

function describeAnswers(make: Make): void {
  it('reads the bucket from an answer, in server time, and keeps the bytes', async () => {
    const body = bodyOf({ products: [] }, 1);
    const result = await ask(make, { status: 200, body });
    expect(result).toMatchObject({
      kind: 'answer',
      reading: {
        serverEndMs: BUCKET.timestamp + BUCKET.processingTimeInMs,
        tokensLeft: 30,
        refillInMs: 20_000,
        refillPerMinute: 5,
        tokensConsumed: 1,
      },
      raw: { endpoint: 'product', status: 200 },
    });
    expect(result.kind === 'answer' && new TextDecoder().decode(result.raw.body)).toBe(body);
  });

  it('tells an empty answer from a failed one', async () => {
    expect(await ask(make, { status: 200, body: bodyOf({ products: [] }, 1) })).toMatchObject({ kind: 'answer', value: { products: [] } });
    expect(await ask(make, { status: 200, body: bodyOf({ deals: { dr: [] } }, 5) }, PAGE)).toMatchObject({ kind: 'answer', value: { rowCount: 0 } });
    expect(await ask(make, { status: 200, body: bodyOf({}, 1) })).toMatchObject({ kind: 'failed' });
    expect(await ask(make, { status: 500, body: '' })).toMatchObject({ kind: 'failed' });
  });

  it('never takes 429 for the end of the data: it is a result of its own, with what it says of the bucket', async () => {
    const body = bodyOf({ tokensLeft: -12 });
    for (const request of [PEEK, PAGE])
      expect(await ask(make, { status: 429, body }, request)).toMatchObject({
        kind: 'rate-limited',
        reading: { tokensLeft: -12, tokensConsumed: 0 },
      });
  });
}

function describeFailures(make: Make): void {
  it('says of a request that may have been charged that nobody knows', async () => {
    const reasons = ['timeout', 'cut'] as const;
    for (const reason of reasons)
      expect(await ask(make, new ExchangeError(reason, true, reason))).toMatchObject({
        kind: 'failed',
        failure: { kind: 'transient', charge: 'unknown' },
      });
    const cutShort = bodyOf({ products: [] }, 1).slice(0, 40);
    expect(await ask(make, { status: 200, body: cutShort })).toMatchObject({ kind: 'failed', failure: { charge: 'unknown', reading: null } });
  });

  it('says of a request that never left that it cost nothing', async () => {
    const failure = { kind: 'transient', charge: 'nothing' };
    expect(await ask(make, new ExchangeError('unreachable', false, 'no connection'))).toMatchObject({ kind: 'failed', failure });
  });

  it('tells a refused request and a refused key from trouble that passes', async () => {
    const refused = bodyOf({ error: { type: 'invalidParameter', message: 'Invalid parameter', details: 'stats' } });
    expect(await ask(make, { status: 400, body: refused })).toMatchObject({ kind: 'failed', failure: { kind: 'rejected', charge: 'nothing' } });
    expect(await ask(make, { status: 200, body: refused })).toMatchObject({ kind: 'failed', failure: { kind: 'rejected' } });
    const noKey = bodyOf({ tokensLeft: 0, refillIn: 0, refillRate: 0, error: { type: 'invalidKey', message: 'unknown key', details: '' } });
    expect(await ask(make, { status: 400, body: noKey })).toMatchObject({ kind: 'failed', failure: { kind: 'fatal', charge: 'nothing' } });
    expect(await ask(make, { status: 503, body: '<html>' })).toMatchObject({ kind: 'failed', failure: { kind: 'transient' } });
  });

  it('lets nothing of a foreign error out: its message may quote the URL, and so the key', async () => {
    const result = await ask(make, new Error('GET https://api.keepa.com/product?key=SECRET-KEY failed'));
    expect(result.kind).toBe('failed');
    expect(JSON.stringify(result)).not.toContain('SECRET-KEY');
  });
}

function describeRequests(make: Make): void {
  it('refuses a request that Keepa would refuse before anything is sent, every problem at once', async () => {
    const exchange = new ScriptedExchange([{ status: 200, body: bodyOf({ products: [] }, 1) }]);
    const wrong: ProductRequest = { endpoint: 'product', domainId: 99, asins: ['0000000001'], offers: 10 };
    expect(make(exchange).problemsOf(wrong).length).toBeGreaterThanOrEqual(2);
    await expect(make(exchange).send(wrong, GRANT)).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    expect(exchange.seen).toEqual([]);
  });

  it('sends once: retrying is the pipeline’s business', async () => {
    const exchange = new ScriptedExchange([{ status: 500, body: '' }]);
    await make(exchange).send(PEEK, GRANT);
    expect(exchange.seen).toHaveLength(1);
  });

  it('reads /token without a grant', async () => {
    const exchange = new ScriptedExchange([{ status: 200, body: bodyOf({}) }]);
    expect(await make(exchange).readTokens()).toMatchObject({ kind: 'answer', value: { tokensLeft: 30, refillPerMinute: 5 } });
    expect(exchange.seen.map(({ path }) => path)).toEqual(['/token']);
  });

  it('reads stored product answers again, and nothing else', async () => {
    const transport = make(new ScriptedExchange([{ status: 200, body: bodyOf({ products: [] }, 1) }]));
    const result = await transport.send(PEEK, GRANT);
    if (result.kind !== 'answer') throw new Error('no answer');
    expect(transport.interpretProducts(result.raw)).toEqual({ products: [], problems: [] });
    expect(transport.interpretProducts({ ...result.raw, endpoint: 'deal' })).toBeNull();
  });
}
