import {
  InvalidRequestError,
  KEEPA_EXCHANGE,
  type KeepaExchange,
  type KeepaFailure,
  type KeepaRequest,
  type KeepaResult,
  type KeepaTransport,
  type ProductBatch,
  type RawResponse,
  type Reading,
  type TokenGrant,
  type ValueOf,
  type WireRequest,
  type WireResponse,
} from '@smart-ingestor/contracts';
import { inject, injectable } from 'tsyringe';
import { classify } from './answer/classify';
import { exchangeFailure } from './answer/exchange-failure';
import { decodeAnswer } from './decode/decode-answer';
import { interpretStoredProducts } from './decode/stored-products';
import { requestProblems } from './request/request-problems';
import { TOKEN_REQUEST, wireRequest } from './request/wire-request';

/** Keepa's endpoints over any exchange: validates, sends once, tells failures apart, decodes. Holds no key and no state. */
@injectable()
export class HttpKeepaTransport implements KeepaTransport {
  constructor(@inject(KEEPA_EXCHANGE) private readonly exchange: KeepaExchange) {}

  problemsOf(request: KeepaRequest): readonly string[] {
    return requestProblems(request);
  }

  async send<R extends KeepaRequest>(request: R, _grant: TokenGrant, signal?: AbortSignal): Promise<KeepaResult<ValueOf<R>>> {
    const problems = requestProblems(request);
    if (problems.length > 0) throw new InvalidRequestError(problems);
    const wire = wireRequest(request);
    const response = await this.attempt(wire, signal);
    if ('failure' in response) return { kind: 'failed', failure: response.failure };
    const classified = classify(response);
    if (classified.kind !== 'envelope') return classified;
    const { envelope, reading } = classified;
    const value = decodeAnswer(request, envelope, reading.serverEndMs);
    if (value === null) return { kind: 'failed', failure: withoutPayload(request, reading) };
    return { kind: 'answer', value, reading, raw: rawOf(request.endpoint, wire, response) };
  }

  async readTokens(signal?: AbortSignal): Promise<KeepaResult<Reading>> {
    const response = await this.attempt(TOKEN_REQUEST, signal);
    if ('failure' in response) return { kind: 'failed', failure: response.failure };
    const classified = classify(response);
    if (classified.kind !== 'envelope') return classified;
    const { reading } = classified;
    return { kind: 'answer', value: reading, reading, raw: rawOf('token', TOKEN_REQUEST, response) };
  }

  interpretProducts(raw: RawResponse): ProductBatch | null {
    return interpretStoredProducts(raw);
  }

  private async attempt(wire: WireRequest, signal?: AbortSignal): Promise<WireResponse | { readonly failure: KeepaFailure }> {
    try {
      return await this.exchange.exchange(wire, signal);
    } catch (error) {
      return { failure: exchangeFailure(error) };
    }
  }
}

function rawOf(endpoint: string, wire: WireRequest, { status, body }: WireResponse): RawResponse {
  return { endpoint, request: JSON.stringify(wire), status, body };
}

const PAYLOADS: Readonly<Record<KeepaRequest['endpoint'], string>> = {
  deal: 'deals',
  product: 'products',
  seller: 'sellers',
  query: 'ASINs',
  bestsellers: 'best sellers',
  category: 'categories',
  search: 'results',
  lightningdeal: 'lightning deals',
};

/** An honest envelope with nothing in it: what it says of the bucket holds, of the question it says nothing. */
function withoutPayload({ endpoint }: KeepaRequest, reading: Reading): KeepaFailure {
  return {
    code: 'BODY_UNREADABLE',
    kind: 'transient',
    charge: 'unknown',
    status: 200,
    message: `The answer holds no ${PAYLOADS[endpoint]}, not even an empty list.`,
    details: null,
    reading,
  };
}
