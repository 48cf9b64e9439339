import { join } from 'node:path';
import { CliFolder } from '../testing/cli';
import { addDead, prepareStore } from '../testing/prepared-store';

describe('dead items', () => {
  let folder: CliFolder;
  const run = (...argv: string[]) => folder.run(['dead', ...argv, '--db', join(folder.path, 'd.db')]);
  const listed = async (...argv: string[]) => JSON.parse((await run('list', '--json', ...argv)).stdout) as { asin: string; jobId: string }[];
  beforeEach(async () => {
    folder = new CliFolder();
    await prepareStore(join(folder.path, 'd.db'), async (store) => {
      await addDead(store, 'books', 'B000000001', 'B000000002');
      await addDead(store, 'music', 'B000000003');
    });
  });
  afterEach(() => folder.remove());

  it('are listed with reason, attempts and what they cost, of all jobs or of one', async () => {
    const { code, stdout } = await run('list');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^died +job +domain +asin +reason +attempts +tokens +message +title$/m);
    expect(stdout).toMatch(/^\d{4}-.*Z +books +1 +B000000001 +no-answer +3 +6 +no answer in 120 s +Designing/m);
    expect((await listed()).map(({ asin }) => asin).sort()).toEqual(['B000000001', 'B000000002', 'B000000003']);
    expect(await listed('--job', 'music')).toMatchObject([{ asin: 'B000000003' }]);
  });

  it('are shown one by one with their last request', async () => {
    const { stdout } = await run('show', 'b000000001');
    expect(stdout).toMatch(/^B000000001 Designing/);
    expect(stdout).toMatch(/dead since .*: no-answer, after 3 attempts that cost 6 tokens$/m);
    expect(stdout).toMatch(
      /last request .*, 6 tokens: TIMEOUT no answer in 120 s\n {2}asked for \{"path":"\/product"\}\n {2}in the ledger as call-9$/m,
    );
    expect(JSON.parse((await run('show', 'B000000001', '--json')).stdout)).toMatchObject([{ asin: 'B000000001', failure: { callId: 'call-9' } }]);
  });

  it('go back into the queue: one, those of a job, or all', async () => {
    expect(await run('retry', 'B000000001')).toEqual({ code: 0, stdout: '1 item back in the queue.\n', stderr: '' });
    expect((await listed()).map(({ asin }) => asin).sort()).toEqual(['B000000002', 'B000000003']);
    expect((await run('retry', '--all', '--job', 'music')).stdout).toBe('1 item back in the queue.\n');
    expect((await run('retry', '--all', '--json')).stdout).toBe('{"items":1}\n');
    expect(await listed()).toEqual([]);
    const { jobs } = JSON.parse((await folder.run(['status', '--json', '--db', 'd.db'])).stdout) as { jobs: { items: object }[] };
    expect(jobs.map(({ items }) => items)).toEqual([
      { queued: 2, accepted: 0, stored: 0, rejected: 0, dead: 0, superseded: 0 },
      { queued: 1, accepted: 0, stored: 0, rejected: 0, dead: 0, superseded: 0 },
    ]);
  });

  it('are dropped for good', async () => {
    expect((await run('drop', '--all')).stdout).toBe('3 items dropped.\n');
    expect((await run('list')).stdout).toBe('No dead items found.\n');
    const { jobs } = JSON.parse((await folder.run(['status', '--json', '--db', 'd.db'])).stdout) as { jobs: { rejectedByReason: object }[] };
    expect(jobs.map(({ rejectedByReason }) => rejectedByReason)).toEqual([{ dropped: 2 }, { dropped: 1 }]);
  });

  it('that are none say which there are', async () => {
    for (const decision of ['show', 'retry', 'drop'])
      expect(await run(decision, 'B999999999', '--job', 'music')).toEqual({
        ...{ code: 2, stdout: '' },
        stderr: 'error USAGE: no dead item B999999999 of job music. There are: B000000003.\n',
      });
    await run('drop', '--all');
    expect((await run('show', 'B999999999')).stderr).toContain('There are no dead items.');
    expect(await run('retry', '--all')).toEqual({ code: 0, stdout: '0 items back in the queue.\n', stderr: '' });
  });

  it('need a choice: one or all', async () => {
    expect(await run('drop')).toEqual({
      ...{ code: 2, stdout: '' },
      stderr: 'error USAGE: which dead items? Name an ASIN, or all of them with --all.\n',
    });
    expect((await run('drop', '12', '--all')).stderr).toMatch(
      /2 problems:[^]*only one of them[^]*ASIN: expected 10 letters and digits, got "12" \(2\)/,
    );
  });
});
