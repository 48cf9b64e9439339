import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CliFolder } from '../testing/cli';

const JOBS = {
  feed: { source: { use: 'deal-feed', options: { maxPages: 2 } } },
  finder: { source: { use: 'product-finder', options: { selection: { rootCategory: 283155 }, maxItems: 200 } } },
  mine: { source: { use: 'asin-list', options: { asins: ['B000000001', '0135048761'], every: '12h' } } },
  best: { source: { use: 'best-sellers', options: { category: 283155, top: 100 } } },
  shops: { source: { use: 'storefront', options: { sellers: ['A2H6NH4SQYFZ4M', 'ATVPDKIKX0DER'], maxItems: 50 } } },
  lightning: { source: { use: 'lightning-deals', options: {} } },
};

describe('run --dry-run', () => {
  let folder: CliFolder;
  beforeEach(() => {
    folder = new CliFolder();
    folder.write('smart-ingestor.config.json', { jobs: JOBS });
  });
  afterEach(() => folder.remove());

  it('tells for each job what is fetched and what it costs, without a key and without making a database', async () => {
    const { code, stdout, stderr } = await folder.run(['run', '--dry-run', '--plan', '20']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const linesOf = (name: string): string[] => stdout.split('\n').filter((line) => line.trimStart().startsWith(`${name} `));
    expect(linesOf('listing').map((line) => line.trim().replace(/^listing +/, ''))).toEqual([
      'up to 2 requests, 10 tokens',
      '1 request, 12 tokens',
      'nothing is asked for, 0 tokens',
      '1 request, 50 tokens',
      'up to 2 requests, 20 tokens',
      '1 request, 500 tokens',
    ]);
    expect(stdout).toContain('up to 2 products, 2 tokens');
    expect(stdout).toContain('of those that pass the filter; 14 tokens expected, 26 at worst if all do');
    expect(stdout).toContain('2 tokens if none passes, 16 expected if all do, 28 at worst');
    expect(stdout).toContain('at 20/min (--plan): 6s, 48s, 1m 24s of refill');
    expect(linesOf('never')).toEqual([]);
    expect(stdout).toMatch(/\nNothing was sent, and no token was spent\.\n$/);
    expect(readdirSync(folder.path)).toEqual(['smart-ingestor.config.json']);
  });

  it('names what a plan can never carry', async () => {
    const { stdout } = await folder.run(['run', '--dry-run', '--plan', '5', '--json']);
    const { plan, jobs } = JSON.parse(stdout) as { plan: unknown; jobs: { jobId: string; refusal: string | null }[] };
    expect(plan).toEqual({ refillPerMinute: 5, source: '--plan' });
    expect(jobs.filter(({ refusal }) => refusal !== null).map(({ jobId, refusal }) => [jobId, refusal])).toEqual([
      ['lightning', expect.stringMatching(/500/)],
    ]);
  });

  it('takes the plan from the last answer of Keepa where there is a database, and says where none is known', async () => {
    const unknown = await folder.run(['run', '--dry-run']);
    expect(unknown.stdout).toContain('time      not known: no database of this config');
    const db = join(folder.path, 'own.db');
    const ran = await folder.run(['run', '--simulate', '--plan', '60', '--speed', '10000', '--for', '1m', '--db', db]);
    expect([ran.code, existsSync(db)]).toEqual([0, true]);
    expect((await folder.run(['run', '--dry-run', '--db', db])).stdout).toContain('at 60/min (the last answer of Keepa)');
  });

  it('refuses a config with problems like a run does', async () => {
    const config = folder.write('bad.json', { jobs: { mine: { source: { use: 'asin-list', options: { asins: ['x'] } } } } });
    const { code, stderr } = await folder.run(['run', '--dry-run', '--config', config, '--plan', '20']);
    expect(code).toBe(2);
    expect(stderr).toContain('an ASIN is exactly 10 of A to Z and 0 to 9, not "x"');
  });
});
