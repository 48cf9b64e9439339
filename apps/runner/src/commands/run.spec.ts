import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { IngestionEvent } from '@smart-ingestor/contracts';
import { CliFolder } from '../testing/cli';

const FAST = ['--simulate', '--speed', '10000'];

describe('run --simulate', () => {
  let folder: CliFolder;
  beforeEach(() => (folder = new CliFolder()));
  afterEach(() => folder.remove());

  it('shows the built-in job before the first token, ingests until the bound, and sums up', async () => {
    const { code, stdout, stderr } = await folder.run(['run', ...FAST, '--until-deals', '5']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('error') as string });
    expect(stdout).toMatch(/^No jobs are configured, so the built-in "books-us" runs/);
    expect(stdout).toMatch(/^stopped +enough deals/m);
    expect(stdout).toMatch(/^deals +([5-9]|\d\d+) new/m);
    expect(existsSync(join(folder.path, 'data', 'simulated.db'))).toBe(true);
    expect(existsSync(join(folder.path, 'data', 'smart-ingestor.db'))).toBe(false);
  });

  it('with --json has nothing but events on stdout, and the last one is run.finished with the summary', async () => {
    const db = join(folder.path, 'own.db');
    const { code, stdout, stderr } = await folder.run(['run', ...FAST, '--until-deals', '3', '--json', '--db', db]);
    expect(code).toBe(0);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as IngestionEvent);
    const last = events.at(-1);
    expect(events[0]).toMatchObject({ type: 'run.started', refillPerMinute: 20 });
    expect(last).toMatchObject({ type: 'run.finished', summary: { stopped: 'until-deals' } });
    expect(events.filter(({ type }) => type === 'run.finished')).toHaveLength(1);
    expect(stderr).toMatch(/^No jobs are configured/);
    expect(existsSync(db)).toBe(true);
  });

  it('takes plan, balance and seed to the simulated account, and ends with its time', async () => {
    const flags = ['--plan', '5', '--balance', '-7', '--seed', '9', '--for', '30m', '--json'];
    const { code, stdout } = await folder.run(['run', ...FAST, ...flags]);
    expect(code).toBe(0);
    const started = JSON.parse(stdout.split('\n')[0]!) as Extract<IngestionEvent, { type: 'run.started' }>;
    expect(started).toMatchObject({ type: 'run.started', refillPerMinute: 5 });
    // At this speed a few ticks pass before the account is read.
    expect(started.balanceTokens).toBeGreaterThanOrEqual(-7);
    expect(stdout).toContain('"tier":"low"');
    expect(stdout).toContain('"stopped":"for"');
  });

  it('opens with exactly the balance that was asked for', async () => {
    const { io, result } = folder.start(['run', '--simulate', '--plan', '1', '--balance', '-7', '--json']);
    await io.stdout.seen(/wait\.started/);
    io.stop('SIGINT');
    expect(JSON.parse((await result).stdout.split('\n')[0]!)).toMatchObject({ type: 'run.started', balanceTokens: -7, refillPerMinute: 1 });
  });

  it.each([
    [['--for', '30m'], 'for'],
    [['--once', '--plan', '1000'], 'once'],
    [['--once', '--for', '7d', '--until-deals', '1'], 'until-deals'],
  ])('ends with the first bound of %j', async (bounds, stopped) => {
    const config = folder.write('one-page.json', { jobs: { books: { source: { options: { maxPages: 1 } } } } });
    const { code, stdout } = await folder.run(['run', ...FAST, ...bounds, '--json', '--config', config]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1)!)).toMatchObject({ type: 'run.finished', summary: { stopped } });
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends cleanly on %s with its summary and %i', async (by, code) => {
    const { io, result } = folder.start(['run', '--simulate', '--plan', '1', '--balance', '-100']);
    await io.stderr.seen(/waiting until/);
    io.stop(by);
    const ended = await result;
    expect(ended.code).toBe(code);
    expect(ended.stdout).toMatch(/^stopped +asked to stop/m);
  });

  it('has enough when nobody reads stdout any more', async () => {
    const { io, result } = folder.start(['run', '--simulate', '--plan', '1', '--balance', '-100', '--json']);
    await io.stdout.seen(/wait.started/);
    io.stop('EPIPE');
    expect(await result).toMatchObject({ code: 0 });
  });

  it('swaps a policy by a 4-line config, and the events show it', async () => {
    const config = folder.write('four-lines.json', { tiers: { low: { batchPolicy: { use: 'fixed', options: { size: 3 } } } } });
    const { stdout } = await folder.run(['run', ...FAST, '--plan', '5', '--until-deals', '1', '--json', '--config', config]);
    const planned = stdout.split('\n').filter((line) => line.includes('"stage":"peek"') && line.includes('unit.planned'));
    expect(planned.length).toBeGreaterThan(0);
    for (const line of planned) expect(JSON.parse(line)).toMatchObject({ batchPolicy: 'fixed', planned: 3 });
  });
});
