import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CliFolder } from '../testing/cli';

describe('what people read from the database', () => {
  const folder = new CliFolder();
  const db = join(folder.path, 'read.db');
  const read = async (...argv: string[]): Promise<string> => {
    const { code, stdout, stderr } = await folder.run([...argv, '--db', db]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  };
  const rows = async (...argv: string[]) => JSON.parse(await read('deals', '--format', 'json', ...argv)) as Record<string, number & string>[];

  beforeAll(async () => {
    await folder.run(['run', '--simulate', '--plan', '60', '--speed', '10000', '--until-deals', '60', '--db', db]);
  }, 60_000);
  afterAll(() => folder.remove());

  it('deals: a table of 20 and how to see more; everything in the other formats', async () => {
    const table = (await read('deals')).trimEnd().split('\n');
    expect(table[0]).toMatch(/^domain +asin +title +price +avg90 +drop +rank +rankDrops +offers +margin +updated +verified +link$/);
    expect(table).toHaveLength(22);
    expect(table.at(-1)).toBe('The first 20; --limit shows more, --format csv all.');
    const all = await rows();
    expect(all.length).toBeGreaterThanOrEqual(30);
    expect((await read('deals', '--format', 'csv')).trimEnd().split('\n')).toHaveLength(all.length + 1);
    expect((await read('deals', '--format', 'ndjson', '--limit', '7')).trimEnd().split('\n')).toHaveLength(7);
  });

  it('deals: filters and sorts as asked, in the units that it prints', async () => {
    const all = await rows();
    // A refresh may find that nobody sells it at the moment.
    const prices = all.flatMap((row) => (row['price'] === null ? [] : [row['price']!])).sort((a, b) => a - b);
    const price = prices[10]!;
    const cheap = await rows('--price-max', String(price), '--sort', 'price');
    expect(cheap.map((row) => row['price']!)).toEqual(prices.filter((other) => other <= price));
    expect((await rows('--price-min', String(price))).every((row) => row['price']! >= price)).toBe(true);
    const byMargin = (await rows('--sort', 'margin', '--margin-min', '1')).map((row) => row['margin']!);
    expect(byMargin).toEqual([...byMargin].sort((a, b) => b - a));
    expect(byMargin.every((margin) => margin >= 1)).toBe(true);
    expect((await rows('--drop-min', '40')).every((row) => row['drop']! >= 40)).toBe(true);
    expect((await rows('--rank-max', '50000')).every((row) => row['rank']! <= 50_000)).toBe(true);
    const { asin, title } = all[0]!;
    expect(await rows('--asin', String(asin))).toEqual([all[0]]);
    expect((await rows('--title', String(title).slice(2, 9).toUpperCase())).map((row) => row['asin'])).toContain(asin);
    expect(await rows('--domain', '3')).toEqual([]);
    expect((await rows('--all')).length).toBeGreaterThanOrEqual(all.length);
    expect((await rows('--sort', 'title', '--desc', '--limit', '1'))[0]!['title']).toBe(
      all.map((row) => String(row['title'])).sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? 1 : -1))[0],
    );
  });

  it('tokens: every request with its reason, and totals that agree with the rows', async () => {
    const { entries, totals } = JSON.parse(await read('tokens', '--format', 'json')) as {
      entries: { class: string; stage: string; consumed: number; state: string }[];
      totals: { consumedTokens: number; requests: number; openGrants: number; byClass: { workClass: string; stage: string }[] };
    };
    expect(totals.requests).toBe(entries.length);
    expect(totals.consumedTokens).toBe(entries.reduce((sum, entry) => sum + entry.consumed, 0));
    expect(totals.openGrants).toBe(0);
    expect(totals.byClass.map(({ workClass, stage }) => `${workClass} ${stage}`).sort()).toEqual(
      expect.arrayContaining(['discover commit', 'discover peek', 'scan page']),
    );
    const scans = (await read('tokens', '--class', 'scan', '--format', 'ndjson')).trimEnd().split('\n');
    expect(scans).toHaveLength(entries.filter((entry) => entry.class === 'scan').length);
    const peeks = (await read('tokens', '--stage', 'peek', '--class', 'discover', '--format', 'ndjson')).trimEnd().split('\n');
    expect(peeks).toHaveLength(entries.filter((entry) => entry.stage === 'peek').length);
    expect(await read('tokens', '--limit', '1', '--since', '7d')).toMatch(/\n\n\d+ tokens in \d+ requests: .*; open grants 0, forfeited 0\n$/);
    expect(await read('tokens', '--since', '1s', '--format', 'csv')).toMatch(/^time,class,stage,job,shape,/);
  });

  it('status: account, tier, queue, feed and deals, without a key', async () => {
    const text = await read('status');
    expect(text).toContain(`database ${db}\n`);
    expect(text).toMatch(/^account [0-9a-f]{16}$/m);
    expect(text).toMatch(/^ {2}tier standard · balance -?\d+ of 3600.* · 60\/min, next refill in .* · read .* ago$/m);
    expect(text).toMatch(/^job books-us: \d+ deals, the one unseen for longest .*$/m);
    expect(text).toMatch(/^ {2}done: \d+ in the last hour; \d+ stored, \d+ rejected, 0 dead, \d+ superseded$/m);
  });

  it('status: the same as JSON for scripts', async () => {
    const status = JSON.parse(await read('status', '--json')) as { accounts: { tier: string }[]; jobs: { jobId: string; deals: number }[] };
    expect(status.accounts[0]).toMatchObject({ tier: 'standard', bucket: { refillPerMinute: 60 } });
    expect(status.jobs[0]).toMatchObject({ jobId: 'books-us', items: { dead: 0 } });
  });

  it('status: lists every account that used the database', async () => {
    await folder.run(['run', '--simulate', '--speed', '10000', '--for', '1m', '--db', db]);
    expect((await read('status')).match(/^account /gm)).toHaveLength(2);
  });

  it.each(['deals', 'status', 'tokens'])('%s on a database that is not there names the path and the cure, and makes none', async (command) => {
    const missing = join(folder.path, 'missing.db');
    const { code, stdout, stderr } = await folder.run([command, '--db', missing]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(`error USAGE: There is no database at ${missing}: smart-ingestor run makes it (run --simulate one with simulated deals).\n`);
    expect(existsSync(missing)).toBe(false);
  });

  it.each(['deals', 'status', 'tokens'])('%s on a file that is no database ends with 2', async (command) => {
    const garbage = folder.write('garbage.db', 'this is not a database, only some text that is long enough to be looked at'.repeat(20));
    const { code, stderr } = await folder.run([command, '--db', garbage]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^error STORE_UNUSABLE: .*garbage\.db/) as string });
  });

  it.each(['deals', 'status', 'tokens', 'run'])('%s on a database of a newer version ends with 2 and leaves it untouched', async (command) => {
    const bytes = readFileSync(db);
    // SQLite keeps user_version at byte 60 of the header.
    bytes.writeUInt32BE(999, 60);
    const newer = join(folder.path, 'newer.db');
    writeFileSync(newer, bytes);
    const { code, stderr } = await folder.run([command, '--db', newer], { KEEPA_API_KEY: 'any', KEEPA_BASE_URL: 'http://127.0.0.1:9' });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^error STORE_UNUSABLE: .*newer\.db.*999/) as string });
    expect(readFileSync(newer).equals(bytes)).toBe(true);
  });

  it('lists every wrong flag at once, with what was probably meant', async () => {
    const argv = [
      'deals',
      '--asin',
      '123456789',
      '--domain',
      '7',
      '--sort',
      'marign',
      '--format',
      'jsno',
      '--price-min',
      '5',
      '--price-max',
      '4',
      '--limit',
      '0',
    ];
    const { code, stderr } = await folder.run(argv);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error USAGE: 6 problems:/);
    expect(stderr).toContain('--asin: expected 10 letters and digits, got "123456789" (9).');
    expect(stderr).toContain('--domain: expected one of 1 (com), 2 (co.uk), 3 (de)');
    expect(stderr).toContain('got "marign". Did you mean "margin"?');
    expect(stderr).toContain('got "jsno". Did you mean "json"?');
    expect(stderr).toContain('--price-min, --price-max: 5 is above 4');
    expect((await folder.run(['tokens', '--class', 'refesh', '--stage', 'comit', '--since', 'x'])).stderr).toMatch(
      /3 problems:[^]*Did you mean "refresh"\?[^]*Did you mean "commit"\?/,
    );
  });
});
