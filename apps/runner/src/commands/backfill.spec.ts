import { hostname } from 'node:os';
import { join } from 'node:path';
import type { IngestionEvent, JobStatus } from '@smart-ingestor/contracts';
import { CliFolder } from '../testing/cli';
import { addRun, prepareStore } from '../testing/prepared-store';

const FAST = ['--simulate', '--plan', '1000', '--speed', '1000'];
const DAY_MS = 86_400_000;

describe('backfill', () => {
  let folder: CliFolder;
  beforeEach(() => (folder = new CliFolder()));
  afterEach(() => folder.remove());
  const twoJobs = () => {
    const source = { options: { maxPages: 1 } };
    return folder.write('jobs.json', { jobs: { books: { source }, music: { source } } });
  };
  const events = (stdout: string): IngestionEvent[] =>
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as IngestionEvent);

  it('reads the feeds to their end, works off what came, ends, and says what can no longer be had', async () => {
    const { code, stdout } = await folder.run(['backfill', '--since', '3d', ...FAST, '--json', '--db', 'b.db', '--config', twoJobs()]);
    expect(code).toBe(0);
    const told = events(stdout);
    expect(told.at(-1)).toMatchObject({ type: 'run.finished', summary: { stopped: 'once' } });
    const passes = told.filter((event) => event.type === 'page.scanned' && event.passComplete);
    expect(passes.map((event) => event.type === 'page.scanned' && event.jobId).sort()).toEqual(['books', 'music']);
    const { jobs } = JSON.parse((await folder.run(['status', '--json', '--db', 'b.db'])).stdout) as { jobs: JobStatus[] };
    for (const { gaps, items } of jobs) {
      expect(gaps).toMatchObject([{ reason: 'away' }]);
      expect(gaps[0]!.toMs - gaps[0]!.fromMs).toBe(2.5 * DAY_MS);
      expect(items).toMatchObject({ queued: 0, accepted: 0 });
    }
    expect((await folder.run(['status', '--db', 'b.db'])).stdout).toMatch(/^! job books: not covered .* \(nothing read the feed/m);
  });

  it('of one job leaves the others alone', async () => {
    const argv = ['backfill', '--since', '12h', '--job', 'music', ...FAST, '--json', '--db', 'b.db', '--config', twoJobs()];
    const told = events((await folder.run(argv)).stdout);
    expect(told[0]).toMatchObject({ type: 'run.started', jobs: ['music'] });
    expect(told.some((event) => event.type === 'coverage.gap')).toBe(false);
  });

  it('knows its jobs, and wants a length of time', async () => {
    const unknown = await folder.run(['backfill', '--since', '1d', '--job', 'musik', ...FAST, '--config', twoJobs()]);
    expect(unknown).toMatchObject({ code: 2, stderr: "error CONFIG_INVALID: unknown job 'musik'; did you mean 'music'? Known: books, music.\n" });
    const { code, stderr } = await folder.run(['backfill', '--since', 'yesterday', '--plan', '5']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/2 problems:[^]*--plan: sets up the embedded simulator[^]*--since: expected a duration/);
  });

  it('goes on after a run that died, and says so once', async () => {
    // Linux gives out no process number that high.
    const died = { host: hostname(), pid: 2 ** 30 };
    await prepareStore(join(folder.path, 'b.db'), (store) => addRun(store, died));
    expect((await folder.run(['status', '--db', 'b.db'])).stdout).toMatch(/^! run 1073741824 on .* died: last heard of/m);
    const argv = ['run', '--once', ...FAST, '--db', 'b.db', '--config', twoJobs()];
    expect((await folder.run(argv)).stderr).toMatch(/^run 1073741824 on .* died: .*; the next run goes on where it stopped\n/);
    expect((await folder.run(['status', '--db', 'b.db'])).stdout).not.toContain('died');
  });
});
