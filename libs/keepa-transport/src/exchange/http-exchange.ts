import { Agent as HttpAgent, type ClientRequest } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import { ExchangeError, type KeepaExchange, PROVIDER_OPTIONS, type WireRequest, type WireResponse } from '@smart-ingestor/contracts';
import { type Got, got, TimeoutError } from 'got';
import { inject, injectable } from 'tsyringe';
import type { HttpExchangeOptions } from './http-exchange-options';
import { withoutKey } from './without-key';

/**
 * Keepa over HTTP: gzip, connections kept alive, one attempt per call, no redirects. got writes the query, so the key, into the message, the
 * inspection and the JSON of its errors: none of them leaves this file, not even as a cause.
 */
@injectable()
export class HttpExchange implements KeepaExchange {
  readonly #key: string;
  readonly #client: Got;
  readonly #baseUrl: string;
  readonly #requestTimeoutMs: number;

  constructor(@inject(PROVIDER_OPTIONS) options: HttpExchangeOptions) {
    const { baseUrl, key, requestTimeoutMs, connectTimeoutMs } = options;
    this.#key = key;
    this.#baseUrl = baseUrl.replace(/\/+$/, '');
    this.#requestTimeoutMs = requestTimeoutMs;
    this.#client = got.extend({
      agent: { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) },
      headers: { 'accept-encoding': 'gzip', accept: 'application/json', 'user-agent': 'smart-ingestor' },
      decompress: true,
      responseType: 'buffer',
      retry: { limit: 0 },
      throwHttpErrors: false,
      followRedirect: false,
      timeout: { lookup: connectTimeoutMs, connect: connectTimeoutMs, secureConnect: connectTimeoutMs, request: requestTimeoutMs },
    });
  }

  /** @throws {ExchangeError} */
  async exchange(request: WireRequest, signal?: AbortSignal): Promise<WireResponse> {
    const attempt = { sent: false };
    try {
      const response = this.#client(`${this.#baseUrl}${request.path}?${this.#queryOf(request)}`, { ...(signal === undefined ? {} : { signal }) });
      void response.on('request', (outgoing: ClientRequest) => outgoing.once('socket', (socket: Socket) => noteConnection(socket, attempt)));
      const { statusCode, rawBody } = await response;
      return { status: statusCode, body: withoutKey(rawBody, this.#key) };
    } catch (error) {
      throw this.#failure(request, error, attempt.sent, signal?.aborted === true);
    }
  }

  #queryOf({ query }: WireRequest): string {
    return Object.entries({ key: this.#key, ...query })
      .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
      .join('&');
  }

  #failure({ path }: WireRequest, error: unknown, sent: boolean, aborted: boolean): ExchangeError {
    const where = `${this.#baseUrl}${path}`;
    const code = codeOf(error);
    if (aborted)
      return new ExchangeError('aborted', sent, `The request to ${where} was aborted${sent ? ' after it was sent' : ' before it was sent'}.`);
    if (!sent) return new ExchangeError('unreachable', false, `No connection to ${where} (${code}). Check the network and the base URL.`);
    if (error instanceof TimeoutError) {
      return new ExchangeError('timeout', true, `No complete answer from ${where} within ${this.#requestTimeoutMs} ms. It may have been charged.`);
    }
    return new ExchangeError('cut', true, `The connection to ${where} broke before the answer was complete (${code}). It may have been charged.`);
  }
}

/** Nothing of a request leaves before its socket is connected and, for https, secured; a kept-alive one already is. */
function noteConnection(socket: Socket & { readonly encrypted?: boolean }, attempt: { sent: boolean }): void {
  if (!socket.connecting) {
    attempt.sent = true;
    return;
  }
  socket.once(socket.encrypted === true ? 'secureConnect' : 'connect', () => {
    attempt.sent = true;
  });
}

/** `ECONNREFUSED`, `ETIMEDOUT`, …: constants of the platform, the only part of a got error that may be shown. */
function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : 'no code';
}
