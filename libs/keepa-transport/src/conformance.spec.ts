import { brokenLaws, describeTransport } from '@smart-ingestor/conformance';
import type { KeepaExchange, KeepaTransport } from '@smart-ingestor/contracts';
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

const leaky = (exchange: KeepaExchange): KeepaTransport => {
  const honest = new HttpKeepaTransport({
    exchange: async (request) =>
      exchange
        .exchange(request)
        .catch((error: Error) => Promise.reject(Object.assign(new Error(error.message), { name: 'ExchangeError', reason: 'cut', sent: true }))),
  });
  return honest;
};

describe('the suite for transports', () => {
  it.each([
    ['reads 429 as the end of the data', (exchange: KeepaExchange) => new EmptyOn429(exchange), 'never takes 429'],
    ['retries by itself', (exchange: KeepaExchange) => new SendsTwice(exchange), 'sends once'],
    ['sends what Keepa would refuse', (exchange: KeepaExchange) => new SendsAnything(exchange), 'refuses a request'],
    ['takes a cut connection for a free request', (exchange: KeepaExchange) => new FreeWhenCut(exchange), 'nobody knows'],
    ['quotes a foreign error', leaky, 'lets nothing of a foreign error out'],
  ] as const)('notices one that %s', async (_what, make, law) => {
    expect(await brokenLaws(() => describeTransport('broken', make), law)).toHaveLength(1);
  });
});
