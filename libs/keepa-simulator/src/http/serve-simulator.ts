import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { KeepaSimulator, SimulatedResponse } from '../simulator';
import { readChange } from './control-change';

export interface ServeOptions {
  /** 0 = any free port. */
  readonly port: number;
  /** @default '127.0.0.1' */
  readonly host?: string;
}

export interface SimulatorServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Stops accepting, lets answers under way finish for a second, then breaks what is left. */
  close(): Promise<void>;
}

const compress = promisify(gzip);
/** Of every recorded response. */
const STATIC_HEADERS = {
  server: 'Keepa.com/2.0',
  'keep-alive': 'timeout=900, max=10000',
  'strict-transport-security': 'max-age=31536000;includeSubDomains;preload',
};
const KEEP_ALIVE_MS = 900_000;
const CLOSE_GRACE_MS = 1_000;
const BODY_BYTES_MAX = 1_000_000;

/**
 * Serves a simulator over HTTP: gzip, recorded headers, GET everywhere and POST for `/deal` and `/query`, its books under `GET /__sim/state` and
 * changes under `POST /__sim/set` (neither needs a key, neither is metered). Rejects with Node's own error where the port is taken.
 */
export async function serveSimulator(simulator: KeepaSimulator, options: ServeOptions): Promise<SimulatorServer> {
  const host = options.host ?? '127.0.0.1';
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    answer(simulator, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
  return { url: `http://${host}:${(server.address() as AddressInfo).port}`, close: () => closeServer(server) };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const giveUp = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
    server.close(() => {
      clearTimeout(giveUp);
      resolve();
    });
    server.closeIdleConnections();
  });
}

async function answer(simulator: KeepaSimulator, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://simulator');
  const body = request.method === 'POST' ? await readBody(request) : null;
  if (body !== null && body.length > BODY_BYTES_MAX)
    return sendPlain(response, 413, { error: `a body of at most ${BODY_BYTES_MAX} bytes is needed` });
  if (url.pathname.startsWith('/__sim/')) return control(simulator, request.method ?? 'GET', url.pathname, body ?? '', response);
  const query = Object.fromEntries(url.searchParams);
  const simulated = await simulator.handle({ path: url.pathname, query, ...(body === null ? {} : { body }) });
  // Never answered: the socket stays open until the client or `close` ends it.
  if (simulated.delivery === 'never') return;
  await send(simulator.state().nowMs, request, response, simulated);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= BODY_BYTES_MAX + part.length) parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

async function send(nowMs: number, request: IncomingMessage, response: ServerResponse, simulated: SimulatedResponse): Promise<void> {
  const isGzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  const bytes = isGzip ? await compress(simulated.body) : simulated.body;
  const date = new Date(nowMs).toUTCString();
  response.writeHead(simulated.status, {
    ...STATIC_HEADERS,
    ...simulated.headers,
    ...(isGzip ? { 'content-encoding': 'gzip' } : {}),
    date,
    'last-modified': date,
    'content-uncompressed-length': simulated.body.length,
    'content-length': bytes.length,
  });
  if (simulated.delivery === 'whole') return void response.end(bytes);
  response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
}

function control(simulator: KeepaSimulator, method: string, path: string, body: string, response: ServerResponse): void {
  if (path === '/__sim/state' && method === 'GET') return sendPlain(response, 200, simulator.state());
  if (path !== '/__sim/set' || method !== 'POST') return sendPlain(response, 404, { error: 'GET /__sim/state and POST /__sim/set are known' });
  const read = readChange(body);
  if ('problems' in read) return sendPlain(response, 400, { error: read.problems.join('; '), problems: read.problems });
  simulator.change(read.change);
  return sendPlain(response, 200, simulator.state());
}

function sendPlain(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}
