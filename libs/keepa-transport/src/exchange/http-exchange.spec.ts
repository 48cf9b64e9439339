import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { ExchangeError, type WireRequest } from '@smart-ingestor/contracts';
import { HttpExchange } from './http-exchange';
import { httpExchangeOptions } from './http-exchange-options';

const KEY = 'k3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3yk3';
const REQUEST: WireRequest = { path: '/product', query: { domain: '1', asin: 'B0CS6RL7D6', selection: '{"t":"50 % off & more #+"}' } };

const open: { server: Server; sockets: Set<Socket> }[] = [];

async function serve(listener: RequestListener): Promise<{ port: number; sockets: Set<Socket> }> {
  const server = createServer(listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  open.push({ server, sockets });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, sockets };
}

afterEach(async () => {
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
});

function exchangeAt(port: number, options: Record<string, unknown> = {}): HttpExchange {
  return new HttpExchange(httpExchangeOptions.parse({ baseUrl: `http://127.0.0.1:${port}/`, key: KEY, requestTimeoutMs: 1000, ...options }));
}

async function failureOf(attempt: Promise<unknown>): Promise<ExchangeError> {
  const error = await attempt.then(
    (value) => value,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ExchangeError);
  expectNoKey(error);
  return error as ExchangeError;
}

function expectNoKey(value: unknown): void {
  const { message = '', stack = '', cause } = value as { message?: string; stack?: string; cause?: unknown };
  expect(cause).toBeUndefined();
  const depths = [inspect(value), inspect(value, { depth: 20, showHidden: true, getters: true }), JSON.stringify(value), String(value)];
  for (const text of [message, stack, ...depths]) expect(text).not.toContain('k3yk3y');
}

describe('the HTTP exchange', () => {
  it('sends the key and exactly the query, asks for gzip, and hands back the decompressed body', async () => {
    const seen: IncomingMessage[] = [];
    const { port } = await serve((request, response) => {
      seen.push(request);
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"tokensLeft":1}'));
    });
    const answer = await exchangeAt(port).exchange(REQUEST);
    expect(answer.status).toBe(200);
    expect(Buffer.from(answer.body).toString()).toBe('{"tokensLeft":1}');
    const url = new URL(seen[0]!.url!, 'http://x');
    expect(url.pathname).toBe('/product');
    expect(Object.fromEntries(url.searchParams)).toEqual({ key: KEY, ...REQUEST.query });
    expect(seen[0]!.url).not.toMatch(/\+/);
    expect(seen[0]!.method).toBe('GET');
    expect(seen[0]!.headers['accept-encoding']).toBe('gzip');
  });

  it('uses one connection for requests that follow each other', async () => {
    const { port, sockets } = await serve((_, response) => response.end('{}'));
    const exchange = exchangeAt(port);
    for (let i = 0; i < 3; i += 1) await exchange.exchange(REQUEST);
    expect(sockets.size).toBe(1);
  });

  it.each([429, 500, 402, 302, 404])('hands back a %d as it is, asked once', async (status) => {
    let asked = 0;
    const { port } = await serve((_, response) => {
      asked += 1;
      response.writeHead(status, { location: '/elsewhere' }).end('{"tokensLeft":-249}');
    });
    const answer = await exchangeAt(port).exchange(REQUEST);
    expect(answer.status).toBe(status);
    expect(asked).toBe(1);
    expectNoKey(answer);
  });

  it('takes the key out of a body that echoes it', async () => {
    const { port } = await serve((request, response) => response.writeHead(404).end(`ü no such page: ${request.url}`));
    const { body } = await exchangeAt(port).exchange(REQUEST);
    expect(Buffer.from(body).toString()).toMatch(/^ü no such page: \/product\?key=\*\*\*&domain=1/);
  });

  it('says of a refused port that nothing was sent', async () => {
    const { port } = await serve(() => undefined);
    const { server } = open.pop()!;
    await new Promise((resolve) => server.close(resolve));
    const error = await failureOf(exchangeAt(port).exchange(REQUEST));
    expect(error).toMatchObject({ reason: 'unreachable', sent: false });
    expect(error.message).toMatch(/127\.0\.0\.1:\d+\/product \(ECONNREFUSED\)/);
  });

  it('says of a connection that fails its TLS handshake that nothing was sent', async () => {
    const { port } = await serve((_, response) => response.end('{}'));
    const error = await failureOf(exchangeAt(port, { baseUrl: `https://127.0.0.1:${port}` }).exchange(REQUEST));
    expect(error).toMatchObject({ reason: 'unreachable', sent: false });
  });

  it('says of a server that never answers that it may have been charged', async () => {
    const { port } = await serve(() => undefined);
    const error = await failureOf(exchangeAt(port).exchange(REQUEST));
    expect(error).toMatchObject({ reason: 'timeout', sent: true });
    expect(error.message).toMatch(/within 1000 ms/);
  });

  it('says of a body that stops in the middle, plain or gzip, that the connection was cut', async () => {
    const whole = gzipSync(JSON.stringify({ products: Array.from({ length: 1000 }, (_, i) => i) }));
    for (const [headers, part] of [
      [{ 'content-length': '100' }, Buffer.from('{"tokensLeft":')],
      [{ 'content-encoding': 'gzip' }, whole.subarray(0, 200)],
    ] as const) {
      const { port } = await serve((_, response) => {
        response.writeHead(200, headers);
        response.write(part, () => response.destroy());
      });
      expect(await failureOf(exchangeAt(port).exchange(REQUEST))).toMatchObject({ reason: 'cut', sent: true });
    }
  });

  it('says of gzip that ends early in a complete response that it was cut', async () => {
    const { port } = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(9999)).subarray(0, 20)),
    );
    expect(await failureOf(exchangeAt(port).exchange(REQUEST))).toMatchObject({ reason: 'cut', sent: true });
  });

  it('says of a connection that is closed without an answer that it was cut', async () => {
    const { port } = await serve((request) => request.socket.destroy());
    expect(await failureOf(exchangeAt(port).exchange(REQUEST))).toMatchObject({ reason: 'cut', sent: true });
  });

  it('stops at the signal, and knows whether the request had left', async () => {
    const before = AbortSignal.abort();
    const { port } = await serve(() => controller.abort());
    const controller = new AbortController();
    expect(await failureOf(exchangeAt(port).exchange(REQUEST, before))).toMatchObject({ reason: 'aborted', sent: false });
    expect(await failureOf(exchangeAt(port).exchange(REQUEST, controller.signal))).toMatchObject({ reason: 'aborted', sent: true });
  });

  it('does not show the key itself', () => {
    expectNoKey(exchangeAt(1));
  });
});

describe('the options of the HTTP exchange', () => {
  it('default to Keepa, 120 s for an answer and 30 s for a connection', () => {
    expect(httpExchangeOptions.parse({ key: KEY })).toEqual({
      baseUrl: 'https://api.keepa.com',
      key: KEY,
      requestTimeoutMs: 120_000,
      connectTimeoutMs: 30_000,
    });
  });

  it('are refused with option, range and value, and without the key', () => {
    const { error } = httpExchangeOptions.safeParse({
      key: ` ${KEY}`,
      baseUrl: `https://api.keepa.com?key=${KEY}`,
      requestTimeoutMs: 999,
      connectTimeoutMs: '5',
      retries: 3,
    });
    const messages = error!.issues.map((issue) => issue.message).join('\n');
    expect(messages).toMatch(/requestTimeoutMs is a whole number of milliseconds from 1000 to 600000, not 999/);
    expect(messages).toMatch(/connectTimeoutMs is .*not "5"/);
    expect(messages).toMatch(/key is empty or holds white space/);
    expect(messages).toMatch(/baseUrl is an http or https address/);
    expect(messages).toMatch(/retries/);
    expectNoKey(error!.issues);
  });
});
