import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import {
  COST_MODEL,
  ExchangeError,
  InvalidRequestError,
  issueGrant,
  KEEPA_EXCHANGE,
  KEEPA_TRANSPORT,
  type KeepaExchange,
  type KeepaRequest,
  type Plugin,
  PROVIDER_OPTIONS,
  type WireRequest,
  type WireResponse,
} from '@smart-ingestor/contracts';
import { container } from 'tsyringe';
import { LearnedCostModel } from './cost/learned-cost-model';
import { HttpExchange } from './exchange/http-exchange';
import { httpExchangeOptions } from './exchange/http-exchange-options';
import { HttpKeepaTransport } from './http-keepa-transport';
import { httpExchangePlugin, keepaHttpPlugin, priceListPlugin } from './plugin';
import { bytesOf, dealObject, dealPageText, envelopeText, productObject, productsText } from './testing/synthetic-bodies';

const GRANT = issueGrant({ callId: 'c1', accountId: 'a1', worstTokens: 13, grantedAtMs: 0 });
const PEEK: KeepaRequest = { endpoint: 'product', domainId: 1, asins: ['0000000001'], statsDays: 90 };
const PAGE: KeepaRequest = { endpoint: 'deal', selection: { domainId: 1, priceTypes: [2] }, page: 0 };

class ScriptedExchange implements KeepaExchange {
  readonly seen: WireRequest[] = [];
  constructor(private readonly answer: WireResponse | Error) {}
  async exchange(request: WireRequest): Promise<WireResponse> {
    this.seen.push(request);
    if (this.answer instanceof Error) throw this.answer;
    return this.answer;
  }
}

function scripted(answer: string | Error, status = 200): { exchange: ScriptedExchange; transport: HttpKeepaTransport } {
  const exchange = new ScriptedExchange(answer instanceof Error ? answer : { status, body: bytesOf(answer) });
  return { exchange, transport: new HttpKeepaTransport(exchange) };
}

describe('the transport', () => {
  it('decodes a deal page, keeps its bytes and the request without a key', async () => {
    const text = dealPageText('alphabetical', [dealObject()]);
    const { exchange, transport } = scripted(text);
    const result = await transport.send(PAGE, GRANT);
    expect(exchange.seen).toEqual([{ path: '/deal', query: { selection: '{"domainId":1,"priceTypes":[2],"page":0}' } }]);
    expect(result).toMatchObject({ kind: 'answer', value: { rowCount: 1, problems: [] }, reading: { tokensConsumed: 5, tokensLeft: 295 } });
    if (result.kind !== 'answer') throw new Error('no answer');
    expect(result.raw).toEqual({ endpoint: 'deal', request: JSON.stringify(exchange.seen[0]), status: 200, body: bytesOf(text) });
  });

  it('decodes products and sellers', async () => {
    expect(await scripted(productsText('inserted', [productObject()])).transport.send(PEEK, GRANT)).toMatchObject({
      kind: 'answer',
      value: { products: [{ asin: '0000000001' }], problems: [] },
    });
    const seller = {
      sellerName: 'A Shop',
      currentRating: 93,
      currentRatingCount: 12,
      hasFBA: true,
      lastUpdate: 8_077_560,
      asinList: ['0000000001', 7],
    };
    const text = envelopeText('alphabetical', { tokensConsumed: 1 }, { sellers: { A0000000000001: seller, A0000000000002: 3 } });
    expect(await scripted(text).transport.send({ endpoint: 'seller', domainId: 1, sellerIds: ['A0000000000001'] }, GRANT)).toMatchObject({
      value: {
        sellers: [
          {
            sellerId: 'A0000000000001',
            name: 'A Shop',
            ratingPercent: 93,
            ratingCount: 12,
            hasFba: true,
            isScammer: false,
            storefrontAsins: ['0000000001'],
          },
        ],
        problems: [{ asin: null, message: 'seller A0000000000002 is no object' }],
      },
    });
  });

  it('sends nothing where the request has problems, and names them all', async () => {
    const { exchange, transport } = scripted(envelopeText('inserted'));
    const request: KeepaRequest = { endpoint: 'product', domainId: 7, asins: ['short'], offers: 10 };
    const error = await transport.send(request, GRANT).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect((error as InvalidRequestError).problems).toHaveLength(3);
    expect(transport.problemsOf(request)).toEqual((error as InvalidRequestError).problems);
    expect(exchange.seen).toEqual([]);
  });

  it('tells "none" from "no answer": an honest envelope without its payload keeps the reading and is no empty result', async () => {
    for (const request of [PAGE, PEEK]) {
      expect(await scripted(envelopeText('inserted', { tokensConsumed: 5 })).transport.send(request, GRANT)).toMatchObject({
        kind: 'failed',
        failure: { code: 'BODY_UNREADABLE', kind: 'transient', charge: 'unknown', reading: { tokensConsumed: 5 } },
      });
    }
    expect(await scripted(dealPageText('inserted', [])).transport.send(PAGE, GRANT)).toMatchObject({ kind: 'answer', value: { rowCount: 0 } });
  });

  it('hands on rate limits, failures and trouble below HTTP as results, each after one attempt', async () => {
    const limited = scripted(envelopeText('inserted', { tokensLeft: -249 }), 429);
    expect(await limited.transport.send(PEEK, GRANT)).toMatchObject({ kind: 'rate-limited', reading: { tokensLeft: -249 } });
    expect(await limited.transport.readTokens()).toMatchObject({ kind: 'rate-limited' });
    const broken = scripted('<html>', 500);
    expect(await broken.transport.send(PEEK, GRANT)).toMatchObject({ kind: 'failed', failure: { code: 'SERVER_ERROR' } });
    const cut = scripted(new ExchangeError('cut', true, 'cut'));
    expect(await cut.transport.send(PEEK, GRANT)).toMatchObject({ kind: 'failed', failure: { code: 'CONNECTION_CUT', charge: 'unknown' } });
    expect(await cut.transport.readTokens()).toMatchObject({ kind: 'failed', failure: { code: 'CONNECTION_CUT' } });
    expect([limited, broken, cut].map(({ exchange }) => exchange.seen.length)).toEqual([2, 1, 2]);
  });

  it('reads the balance, in debt too', async () => {
    const { exchange, transport } = scripted(envelopeText('inserted', { tokensLeft: -31 }));
    expect(await transport.readTokens()).toMatchObject({ kind: 'answer', value: { tokensLeft: -31 }, raw: { endpoint: 'token' } });
    expect(exchange.seen).toEqual([{ path: '/token', query: {} }]);
  });
});

describe('the key', () => {
  const KEY = 'k3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3';

  it('is in no result over a real connection, whatever the server answers', async () => {
    const answers = [
      { status: 200, body: (url: string) => envelopeText('inserted', {}, { products: [productObject({ title: url })] }) },
      { status: 400, body: (url: string) => envelopeText('inserted', {}, { error: { type: 'x', message: `bad: ${url}`, details: url } }) },
      { status: 404, body: (url: string) => `no such page: ${url}` },
      { status: 429, body: () => envelopeText('inserted', { tokensLeft: -1 }) },
      { status: 500, body: (url: string) => url },
      { status: 200, body: (url: string) => `{"cut":"${url}` },
    ];
    let next = 0;
    const server = createServer((request, response) => {
      const { status, body } = answers[next++]!;
      response.writeHead(status).end(body(request.url!));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const transport = new HttpKeepaTransport(new HttpExchange(httpExchangeOptions.parse({ baseUrl, key: KEY })));
    const results = [];
    for (const _ of answers) results.push(await transport.send(PEEK, GRANT));
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const late = new HttpKeepaTransport(new HttpExchange(httpExchangeOptions.parse({ baseUrl, key: KEY })));
    results.push(await late.send(PEEK, GRANT));
    expect(results.map((result) => (result.kind === 'failed' ? result.failure.code : result.kind))).toEqual([
      'answer',
      'REQUEST_REJECTED',
      'PATH_UNKNOWN',
      'rate-limited',
      'SERVER_ERROR',
      'BODY_UNREADABLE',
      'UNREACHABLE',
    ]);
    for (const result of [...results, transport]) {
      expect(inspect(result, { depth: 20, showHidden: true, getters: true })).not.toContain('k3yk3y');
      expect(JSON.stringify(result)).not.toContain('k3yk3y');
      if ('raw' in result) expect(Buffer.from(result.raw.body).toString()).not.toContain('k3yk3y');
    }
  });
});

describe('the plugins', () => {
  it('build transport and exchange in a container, by slots alone', () => {
    const child = container.createChildContainer();
    child.register(PROVIDER_OPTIONS, { useValue: httpExchangeOptions.parse({ key: 'simulated' }) });
    child.register(KEEPA_EXCHANGE, classOf(httpExchangePlugin));
    child.register(KEEPA_TRANSPORT, classOf(keepaHttpPlugin));
    child.register(COST_MODEL, classOf(priceListPlugin));
    expect(child.resolve(COST_MODEL)).toBeInstanceOf(LearnedCostModel);
    expect(child.resolve(KEEPA_TRANSPORT)).toBeInstanceOf(HttpKeepaTransport);
    expect([keepaHttpPlugin.name, httpExchangePlugin.name, priceListPlugin.name]).toEqual(['keepa-http', 'http', 'price-list']);
  });

  it('take the time-outs of an account as options of the transport, with the defaults of the exchange', () => {
    const { options } = keepaHttpPlugin;
    expect(options!['~standard'].validate(undefined)).toEqual({ value: { requestTimeoutMs: 120_000, connectTimeoutMs: 30_000 } });
    expect(options!['~standard'].validate({ key: 'never here' })).toMatchObject({ issues: [{ message: expect.stringContaining('key') as string }] });
  });
});

function classOf<T, O>(plugin: Plugin<T, O>): { useClass: new () => T } {
  return { useClass: plugin.useClass as unknown as new () => T };
}
