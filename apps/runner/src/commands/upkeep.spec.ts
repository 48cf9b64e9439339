import { join } from 'node:path';
import { dealOf } from '@smart-ingestor/conformance';
import type { IngestionEvent } from '@smart-ingestor/contracts';
import { CliFolder } from '../testing/cli';
import { prepareStore } from '../testing/prepared-store';

interface Replayed {
  readonly responses: number;
  readonly unreadable: number;
  readonly products: number;
}

describe('what becomes of stored deals', () => {
  const folder = new CliFolder();
  const FAST = ['--simulate', '--plan', '1000', '--speed', '1000', '--db', 'u.db'];
  let config: string;
  beforeAll(async () => {
    config = folder.write('upkeep.json', { jobs: { books: { source: { options: { maxPages: 1 } }, sellers: { within: '30d' } } } });
    await folder.run(['run', ...FAST, '--once', '--config', config]);
  }, 60_000);
  afterAll(() => folder.remove());

  it('run --full-refresh looks at every one of them again', async () => {
    const deals = (await folder.run(['deals', '--db', 'u.db', '--format', 'ndjson'])).stdout.trimEnd().split('\n').length;
    const { code, stdout } = await folder.run(['run', ...FAST, '--full-refresh', '--once', '--json', '--config', config]);
    expect(code).toBe(0);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as IngestionEvent);
    // A scan on the way may have seen some of them: then they need no request of their own.
    const renewed = events.reduce((sum, event) => sum + (event.type === 'page.scanned' ? event.dealsRenewed : 0), 0);
    const refreshed = events.reduce((sum, event) => sum + (event.type === 'deals.refreshed' ? event.refreshed + event.withoutData : 0), 0);
    expect(refreshed).toBeGreaterThan(deals / 2);
    expect(refreshed + renewed).toBeGreaterThanOrEqual(deals);
    expect(events.at(-1)).toMatchObject({ type: 'run.finished', summary: { tokensByStage: { refresh: expect.any(Number) as number } } });
    const refreshes = (await folder.run(['tokens', '--db', 'u.db', '--class', 'refresh', '--format', 'json'])).stdout;
    expect(JSON.parse(refreshes)).toMatchObject({ totals: { byClass: [{ workClass: 'refresh', stage: 'refresh' }] } });
  });

  it('sellers lists who sells them, in every format', async () => {
    const { code, stdout } = await folder.run(['sellers', '--db', 'u.db', '--format', 'json', '--config', config]);
    expect(code).toBe(0);
    const rows = JSON.parse(stdout) as { seller: string; ratings: number | null; domain: number }[];
    expect(rows.length).toBeGreaterThan(0);
    const ratings = rows.map((row) => row.ratings ?? -1);
    expect(ratings).toEqual([...ratings].sort((a, b) => b - a));
    const table = (await folder.run(['sellers', '--db', 'u.db', '--limit', '1'])).stdout;
    expect(table).toMatch(/^domain +seller +name +rating +ratings +fba +scammer +fetched\n *1 /);
    expect(table).toContain('The first 1; --limit shows more, --format csv all.');
    expect((await folder.run(['sellers', '--db', 'u.db', '--format', 'csv'])).stdout).toMatch(
      /^domain,seller,name,rating,ratings,fba,scammer,fetched\n/,
    );
    expect((await folder.run(['sellers', '--db', 'u.db', '--domain', '3'])).stdout).toBe('No sellers found.\n');
    expect((await folder.run(['sellers', '--db', 'u.db', '--domain', '7', '--format', 'jsno'])).stderr).toMatch(/2 problems/);
  });

  it('replay reads stored answers again without key and network, and changes nothing while the code is the same', async () => {
    const before = (await folder.run(['deals', '--db', 'u.db', '--all', '--format', 'csv'])).stdout;
    const { code, stdout } = await folder.run(['replay', '--db', 'u.db', '--json', '--config', config]);
    expect(code).toBe(0);
    const outcome = JSON.parse(stdout) as Replayed;
    expect(outcome).toMatchObject({ unreadable: 0, revived: 0 });
    expect((await folder.run(['deals', '--db', 'u.db', '--all', '--format', 'csv'])).stdout).toBe(before);
    expect(outcome.products).toBeGreaterThan(outcome.responses);
    const text = (await folder.run(['replay', '--db', 'u.db', '--since', '7d', '--config', config])).stdout;
    expect(text).toMatch(
      /^read \d+ answers with \d+ products again, 0 unreadable: \d+ purchases and \d+ deals written anew, \d+ judged otherwise, 0 dead items back in the queue\. 0 tokens\.\n$/,
    );
    expect((await folder.run(['replay', '--db', 'u.db', '--since', '7'])).code).toBe(2);
  });

  it('status says what they need: cadence, refresh, sellers, spending by purpose, and the next wait', async () => {
    const { stdout } = await folder.run(['status', '--db', 'u.db', '--config', config]);
    expect(stdout).toMatch(/^nothing is running on this database: smart-ingestor run starts it$/m);
    expect(stdout).toMatch(/^ {2}scans: a pass of 1 page costs 5 tokens; at 1000\/min .*$/m);
    expect(stdout).toMatch(/^ {2}refresh: \d+ of \d+ rows due \(unseen for 3d\); .* these \d+ rows fit$/m);
    expect(stdout).toMatch(/^ {2}sellers: \d+ of \d+ due$/m);
    expect(stdout).toMatch(/^ {2}last 24 h: \d+ tokens in \d+ requests: .*discover peek \d+ in \d+/m);
    expect((await folder.run(['status', '--db', 'u.db'])).stdout).toContain('not in this config: its rows stay as they are');
  });

  it('deals hides what prune has hidden, unless it is asked for, and says when each was seen', async () => {
    const day = 86_400_000;
    const now = Date.UTC(2026, 5, 1);
    await prepareStore(join(folder.path, 'p.db'), async (store) => {
      await store.commit({ deals: [dealOf({ asin: 'B000000001', lastSeenMs: now - 20 * day })], nowMs: now });
      const due = { jobId: 'books', domainId: 1, seenBeforeMs: now, limit: 1, owner: 'me', leaseMs: 1000, nowMs: now };
      const [claimed] = await store.deals.claimDue(due);
      await store.commit({ refreshed: [{ claimed: claimed!, deal: null, answered: true }], nowMs: now });
      await store.deals.prune({ jobId: 'books', domainId: 1, expireSeenBeforeMs: now - 14 * day, deleteExpiredBeforeMs: 0, limit: 9, nowMs: now });
    });
    expect((await folder.run(['deals', '--db', 'p.db'])).stdout).toBe('No deals found.\n');
    const { stdout } = await folder.run(['deals', '--db', 'p.db', '--include-expired', '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject([{ asin: 'B000000001', verified: new Date(now - 20 * day).toISOString() }]);
  });
});
