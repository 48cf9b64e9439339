import { brokenLaws, describeTransport, lawsOf } from '@smart-ingestor/conformance';
import { type ExchangeError, issueGrant, type KeepaExchange, type KeepaTransport } from '@smart-ingestor/contracts';
import { HttpKeepaTransport } from './http-keepa-transport';

describeTransport('keepa-http', (exchange) => new HttpKeepaTransport(exchange));

/** Transports that break one law on purpose. */
class EmptyOn429 extends HttpKeepaTransport {
  override send: KeepaTransport['send'] = async (request, grant) => {
    const result = await super.send(request, grant);
    if (result.kind !== 'rate-limited') return result;
    const raw = { endpoint: request.endpoint, request: '', status: 429, body: new Uint8Array() };
    return { ...result, kind: 'answer', value: { rows: [], rowCount: 0, problems: [], products: [] } as never, raw };
  };
}

class SendsTwice extends HttpKeepaTransport {
  override send: KeepaTransport['send'] = async (request, grant) => {
    const result = await super.send(request, grant);
    return result.kind === 'failed' ? super.send(request, grant) : result;
  };
}

class SendsAnything extends HttpKeepaTransport {
  override problemsOf = (): readonly string[] => [];
}

class FreeWhenCut extends HttpKeepaTransport {
  override send: KeepaTransport['send'] = async (request, grant) => {
    const result = await super.send(request, grant);
    return result.kind === 'failed' ? { ...result, failure: { ...result.failure, charge: 'nothing' } } : result;
  };
}

/** What the exchange says of its failures is changed before the transport hears of it. */
const failing =
  (change: Partial<ExchangeError> & { readonly name?: string }) =>
  (exchange: KeepaExchange): KeepaTransport =>
    new HttpKeepaTransport({
      exchange: (request) =>
        exchange
          .exchange(request)
          .catch((error: Error) => Promise.reject(Object.assign(new Error(error.message), { reason: 'cut', ...error, ...change }))),
    });

class DropsTheBytes extends HttpKeepaTransport {
  override send: KeepaTransport['send'] = async (request, grant) => {
    const result = await super.send(request, grant);
    return result.kind === 'answer' ? { ...result, raw: { ...result.raw, body: new Uint8Array() } } : result;
  };
}

/** Takes an answer without a payload for one with an empty payload. */
class EmptyOnNothing extends HttpKeepaTransport {
  override send: KeepaTransport['send'] = async (request, grant) => {
    const result = await super.send(request, grant);
    if (result.kind !== 'failed' || result.failure.reading === null) return result;
    const raw = { endpoint: request.endpoint, request: '', status: 200, body: new Uint8Array() };
    return { kind: 'answer', value: { products: [], problems: [] } as never, reading: result.failure.reading, raw };
  };
}

class KnowsOneTrouble extends HttpKeepaTransport {
  override send: KeepaTransport['send'] = async (request, grant) => {
    const result = await super.send(request, grant);
    return result.kind === 'failed' ? { ...result, failure: { ...result.failure, kind: 'transient' } } : result;
  };
}

class PaysForTheBalance extends HttpKeepaTransport {
  override readTokens: KeepaTransport['readTokens'] = async () => {
    const grant = issueGrant({ callId: 'balance', accountId: 'account', worstTokens: 1, grantedAtMs: 0 });
    const result = await this.send({ endpoint: 'product', domainId: 1, asins: ['0000000001'] }, grant);
    return result.kind === 'answer' ? { ...result, value: result.reading } : result;
  };
}

class ReadsEverythingAsProducts extends HttpKeepaTransport {
  override interpretProducts: KeepaTransport['interpretProducts'] = (raw) => super.interpretProducts({ ...raw, endpoint: 'product' });
}

const CONTROLS: readonly (readonly [what: string, make: (exchange: KeepaExchange) => KeepaTransport, law: string])[] = [
  ['reads 429 as the end of the data', (exchange) => new EmptyOn429(exchange), 'never takes 429'],
  ['retries by itself', (exchange) => new SendsTwice(exchange), 'sends once'],
  ['sends what Keepa would refuse', (exchange) => new SendsAnything(exchange), 'refuses a request'],
  ['takes a cut connection for a free request', (exchange) => new FreeWhenCut(exchange), 'nobody knows'],
  ['quotes a foreign error', failing({ name: 'ExchangeError', sent: true }), 'lets nothing of a foreign error out'],
  ['keeps no bytes', (exchange) => new DropsTheBytes(exchange), 'keeps the bytes'],
  ['takes an answer without a payload for an empty one', (exchange) => new EmptyOnNothing(exchange), 'tells an empty answer from a failed one'],
  ['fears for what never left', failing({ name: 'ExchangeError', sent: true }), 'never left'],
  ['takes every failure for one that passes', (exchange) => new KnowsOneTrouble(exchange), 'a refused key from trouble that passes'],
  ['buys a product to see the balance', (exchange) => new PaysForTheBalance(exchange), 'reads /token'],
  ['reads products out of anything', (exchange) => new ReadsEverythingAsProducts(exchange), 'and nothing else'],
];

describe('the suite for transports', () => {
  it.each(CONTROLS)('notices one that %s', async (_what, make, law) => {
    expect(await brokenLaws(() => describeTransport('broken', make), law)).toHaveLength(1);
  });

  it('has a control for every law', () => {
    const laws = lawsOf(() => describeTransport('any', failing({}))).map(({ name }) => name);
    expect(CONTROLS.map(([, , words]) => laws.filter((name) => name.includes(words)).length)).toEqual(CONTROLS.map(() => 1));
    expect(laws.filter((name) => !CONTROLS.some(([, , words]) => name.includes(words)))).toEqual([]);
  });
});
