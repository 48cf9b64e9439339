import { Agent, createServer, get, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { serveSimulator, type SimulatorServer } from './serve-simulator';
import { SimulatedAccount, USED_BOOKS } from '../testing/simulated-account';

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

const SELECTION = JSON.stringify(USED_BOOKS);
const DEAL = `/deal?key=k&selection=${encodeURIComponent(SELECTION)}`;

let account: SimulatedAccount;
let server: SimulatorServer;
beforeEach(async () => {
  account = new SimulatedAccount();
  server = await serveSimulator(account.simulator, { port: 0 });
});
afterEach(() => server.close());

async function bytesOf(response: IncomingMessage): Promise<Reply> {
  const parts: Buffer[] = [];
  for await (const part of response as AsyncIterable<Buffer>) parts.push(part);
  return { status: response.statusCode!, headers: response.headers, bytes: Buffer.concat(parts) };
}

function send(path: string, method = 'GET', body = '', headers: Record<string, string> = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(`${server.url}${path}`, { method, headers }, (response) => void bytesOf(response).then(resolve, reject));
    sent.on('error', reject);
    sent.end(body);
  });
}

const jsonOf = ({ bytes }: Reply): Record<string, unknown> => JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;

describe('the simulator over HTTP', () => {
  it('answers on loopback at a free port what it answers in process', async () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const twin = new SimulatedAccount();
    const { text } = await twin.ask('/deal', { selection: SELECTION });
    expect((await send(DEAL)).bytes.toString('utf8')).toBe(text);
  });

  it('compresses for those who accept gzip and sends the recorded headers, none of them about tokens or retrying', async () => {
    const { headers, bytes, status } = await send(DEAL, 'GET', '', { 'accept-encoding': 'gzip, deflate' });
    const plain = gunzipSync(bytes);
    const date = new Date(account.clock.nowMs()).toUTCString();
    expect(status).toBe(200);
    expect(headers).toEqual({
      'cache-control': 'no-store, match-revalidate',
      connection: expect.any(String) as string,
      'content-encoding': 'gzip',
      'content-length': String(bytes.length),
      'content-type': 'application/json;charset=UTF-8',
      'content-uncompressed-length': String(plain.length),
      date,
      'keep-alive': 'timeout=900, max=10000',
      'last-modified': date,
      server: 'Keepa.com/2.0',
      'strict-transport-security': 'max-age=31536000;includeSubDomains;preload',
    });
    expect(Object.keys(JSON.parse(plain.toString('utf8')) as object)[0]).toBe('deals');
  });

  it('does not compress for others', async () => {
    const { headers, bytes } = await send(DEAL);
    expect([headers['content-encoding'], headers['content-length']]).toEqual([undefined, String(bytes.length)]);
  });

  it('takes the selection of /deal by POST as well', async () => {
    const posted = await send('/deal?key=k', 'POST', SELECTION);
    expect(posted.status).toBe(200);
    expect(jsonOf(posted)['deals']).toEqual(jsonOf(await send(DEAL))['deals']);
    expect((await send('/deal?key=k', 'POST', '{"domainId":1}')).status).toBe(400);
  });

  it.each([
    ['/token', 400],
    ['/token?key=k', 200],
    ['/deals?key=k', 404],
    ['/product?key=k&domain=1&asin=B000000001&offers=10', 200],
    ['/product?key=k&domain=1', 400],
  ])('answers %s with %i', async (path, status) => {
    expect((await send(path)).status).toBe(status);
  });

  it('refuses with 413 what is too large to be a selection', async () => {
    expect((await send('/deal?key=k', 'POST', 'x'.repeat(1_000_001))).status).toBe(413);
  });

  it('keeps a connection for further requests', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports: (number | undefined)[] = [];
    for (let asked = 0; asked < 2; asked += 1)
      await new Promise<void>((resolve, reject) => {
        get(`${server.url}/token?key=k`, { agent }, (response) => {
          ports.push(response.socket.localPort);
          response.resume().on('end', () => setImmediate(resolve));
        }).on('error', reject);
      });
    agent.destroy();
    expect(ports[1]).toBe(ports[0]);
  });

  it("passes Node's own error on where the port is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const error: unknown = await serveSimulator(account.simulator, { port }).catch((reason: unknown) => reason);
    await new Promise((resolve) => other.close(resolve));
    expect(error).toMatchObject({ code: 'EADDRINUSE', syscall: 'listen', port });
  });
});

describe('faults over HTTP', () => {
  it('cut: half the body comes and then the connection breaks', async () => {
    account.simulator.change({ faults: { cutBodyRate: 1 } });
    let received = 0;
    const promised = await new Promise<number>((resolve, reject) => {
      get(`${server.url}${DEAL}`, (response) => {
        response.on('data', (part: Buffer) => (received += part.length));
        response.on('error', () => resolve(Number(response.headers['content-length'])));
        response.on('end', () => reject(new Error('the body was whole')));
      }).on('error', reject);
    });
    expect(received).toBeLessThanOrEqual(promised / 2);
    expect(account.simulator.state().tokensCharged).toBe(5);
  });

  it('timeout after the charge: the socket stays open without an answer until the server closes', async () => {
    account.simulator.change({ faults: { timeoutAfterChargeRate: 1 } });
    const ended = send(DEAL).then(
      () => 'answered',
      (error: NodeJS.ErrnoException) => error.code,
    );
    while (account.simulator.state().tokensCharged === 0) await new Promise(setImmediate);
    await server.close();
    expect(await ended).toBe('ECONNRESET');
  });

  it('server error: 500, nothing charged', async () => {
    account.simulator.change({ faults: { serverErrorRate: 1 } });
    expect([(await send(DEAL)).status, account.simulator.state().tokensCharged]).toEqual([500, 0]);
  });
});

describe('GET /__sim/state', () => {
  it('shows the books without a key, free of charge and uncounted', async () => {
    const fresh = await send('/__sim/state');
    expect([fresh.status, jsonOf(fresh)]).toEqual([
      200,
      {
        ...{ balance: 1_200, minBalance: null, capacity: 1_200, refillPerMinute: 20, tokenFlowReduction: 0, requests: 0, tokensCharged: 0 },
        ...{ rejected429: 0, lockouts: 0, expiredTokens: 0, foreignTokens: 0, byEndpoint: {}, nowMs: account.clock.nowMs(), lockedUntilMs: null },
      },
    ]);
    await send(DEAL);
    account.clock.advance(60_200);
    expect(jsonOf(await send('/__sim/state'))).toMatchObject({
      ...{ balance: 1_200, minBalance: 1_195, requests: 1, tokensCharged: 5, expiredTokens: 15 },
      byEndpoint: { deal: { requests: 1, tokensCharged: 5, rejected429: 0 } },
    });
  });
});

describe('POST /__sim/set', () => {
  const set = (change: unknown): Promise<Reply> => send('/__sim/set', 'POST', JSON.stringify(change));

  it('changes plan and balance while it runs and answers the new books', async () => {
    const reply = await set({ refillPerMinute: 5, balance: -19, tokenFlowReduction: 0.9 });
    expect([reply.status, jsonOf(reply)]).toEqual([
      200,
      expect.objectContaining({ refillPerMinute: 5, capacity: 300, balance: -19, tokenFlowReduction: 0.9 }),
    ]);
    expect((await send(DEAL)).status).toBe(429);
  });

  it('takes plan, as the command line says, for refillPerMinute', async () => {
    expect(jsonOf(await set({ plan: 60 }))).toMatchObject({ refillPerMinute: 60, capacity: 3_600 });
    expect(jsonOf(await send('/token?key=k'))).toMatchObject({ refillRate: 60 });
  });

  it('refuses plan and refillPerMinute together and changes nothing', async () => {
    const reply = await set({ plan: 60, refillPerMinute: 60, balance: 1 });
    expect([reply.status, jsonOf(reply)['error']]).toEqual([400, expect.stringMatching(/plan and refillPerMinute/)]);
    expect(account.simulator.state()).toMatchObject({ balance: 1_200, refillPerMinute: 20 });
  });

  it('sets faults and the foreign consumer', async () => {
    expect((await set({ faults: { storm429Requests: 1 }, foreign: { tokensPerMinute: 4 } })).status).toBe(200);
    expect([(await send(DEAL)).status, (await send(DEAL)).status]).toEqual([429, 200]);
    account.clock.advance(60_000);
    expect(account.simulator.state().foreignTokens).toBe(4);
  });

  it('refuses an unknown member with 400 and the members that are allowed, and changes nothing', async () => {
    const reply = await set({ balance: 1, refil: 3, faults: { tornado: 1 } });
    expect(reply.status).toBe(400);
    const { error, problems } = jsonOf(reply) as { error: string; problems: string[] };
    expect(problems).toHaveLength(2);
    expect(error).toMatch(
      /^refil: not known; allowed: refillPerMinute, plan, balance, tokenFlowReduction, faults, foreign; faults\.tornado: .*storm429Requests/,
    );
    expect(account.simulator.state().balance).toBe(1_200);
  });

  it('is the only thing to POST, and the state the only thing to GET', async () => {
    expect([(await send('/__sim/set')).status, (await send('/__sim/state', 'POST', '{}')).status, (await send('/__sim/other')).status]).toEqual([
      404, 404, 404,
    ]);
  });
});
