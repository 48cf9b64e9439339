import { ExchangeError, issueGrant, type KeepaRequest, type RawResponse, type WireResponse } from '@smart-ingestor/contracts';
import { HttpKeepaTransport } from '../http-keepa-transport';
import { bytesOf, dealObject, dealPageText, envelopeText, productObject, productsText } from '../testing/synthetic-bodies';

const GRANT = issueGrant({ callId: 'c1', accountId: 'a1', worstTokens: 13, grantedAtMs: 0 });
const ANSWER = productsText('alphabetical', [productObject(), productObject({ asin: '0000000002', lastUpdate: 'never' as unknown as number })]);

function transportOf(answer: WireResponse): HttpKeepaTransport {
  return new HttpKeepaTransport({ exchange: async () => answer });
}

async function stored(request: KeepaRequest, text: string): Promise<{ readonly raw: RawResponse; readonly value: unknown }> {
  const result = await transportOf({ status: 200, body: bytesOf(text) }).send(request, GRANT);
  if (result.kind !== 'answer') throw new Error('no answer');
  return result;
}

describe('stored bytes of a product answer', () => {
  const offline = new HttpKeepaTransport({
    exchange: () => Promise.reject(new ExchangeError('unreachable', false, 'nothing may be sent')),
  });

  it('are read again without a request, to what the answer itself said, problems and domain included', async () => {
    const { raw, value } = await stored({ endpoint: 'product', domainId: 3, asins: ['0000000001', '0000000002'] }, ANSWER);
    expect(offline.interpretProducts(raw)).toEqual(value);
    expect(value).toMatchObject({ products: [{ asin: '0000000001' }], problems: [{ asin: '0000000002' }] });
  });

  it('of another endpoint, of a failure or of unknown origin are none', async () => {
    const page = await stored({ endpoint: 'deal', selection: { domainId: 1, priceTypes: [2] }, page: 0 }, dealPageText('inserted', [dealObject()]));
    const { raw } = await stored({ endpoint: 'product', domainId: 1, asins: ['0000000001'] }, ANSWER);
    const none = [page.raw, { ...raw, status: 500 }, { ...raw, body: bytesOf('{"cut') }, { ...raw, body: bytesOf(envelopeText('inserted')) }];
    const lost = [
      { ...raw, request: 'GET /product' },
      { ...raw, request: '{}' },
      { ...raw, request: '{"query":{"domain":"x"}}' },
    ];
    expect([...none, ...lost].map((bytes) => offline.interpretProducts(bytes))).toEqual(Array(7).fill(null));
  });
});
