import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { DealStore } from '@smart-ingestor/contracts';
import { CliFolder } from '../testing/cli';
import { addCursor, addDead, addRun, prepareStore } from '../testing/prepared-store';

interface StoredRow {
  readonly table: string;
  readonly row: Record<string, unknown>;
}

/** What rows say: an import gives out new fences, so that whoever held a row before cannot write it, and order within JSON is nobody's business. */
function meaningOf(exported: string): unknown[] {
  const lines = exported.trimEnd().split('\n');
  return lines.map((line) => {
    const { table, row } = JSON.parse(line) as StoredRow;
    const { fence: _fence, feed, ...rest } = row;
    return { table, ...rest, feed: typeof feed === 'string' ? (JSON.parse(feed) as unknown) : feed };
  });
}

describe('state surgery', () => {
  let folder: CliFolder;
  const run = (...argv: string[]) => folder.run(['state', ...argv, '--db', 'd.db']);
  const prepare = (fill: (store: DealStore) => Promise<void>) => prepareStore(join(folder.path, 'd.db'), fill);
  const exported = async (...argv: string[]) => (await run('export', ...argv)).stdout;
  beforeEach(async () => {
    folder = new CliFolder();
    await prepare(async (store) => {
      await addDead(store, 'books', 'B000000001', 'B000000002');
      await addCursor(store, 'books');
      await addDead(store, 'music', 'B000000003');
    });
  });
  afterEach(() => folder.remove());

  it('shows every row, of one job or of all', async () => {
    const { code, stdout, stderr } = await run('show');
    expect(code).toBe(0);
    expect(stdout).toMatch(/asin=B000000001/);
    expect(stderr).toMatch(/^\d+ rows of state\.\n$/);
    const music = (await run('show', 'music')).stdout;
    expect(music).toContain('B000000003');
    expect(music).not.toContain('B000000001');
  });

  it('takes state along and puts it back: the same rows, into an empty database too', async () => {
    const before = await exported();
    expect(meaningOf(before)).toHaveLength(4);
    expect(await run('export', '--out', 'state.jsonl')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/^\d+ rows exported\.\n$/) as string,
    });
    expect(readFileSync(join(folder.path, 'state.jsonl'), 'utf8')).toBe(before);
    await run('reset', '--yes');
    expect(await exported()).not.toContain('B000000001');
    expect((await run('import', 'state.jsonl')).stdout).toMatch(/^\d+ rows imported\.\n$/);
    expect(meaningOf(await exported())).toEqual(meaningOf(before));
    await prepareStore(join(folder.path, 'other.db'), () => Promise.resolve());
    await folder.run(['state', 'import', 'state.jsonl', '--db', 'other.db']);
    expect(meaningOf((await folder.run(['state', 'export', '--db', 'other.db'])).stdout)).toEqual(meaningOf(before));
  });

  it('never overwrites a file', async () => {
    folder.write('there.jsonl', 'mine');
    const { code, stderr } = await run('export', '--out', 'there.jsonl');
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/--out: .*there\.jsonl is there already/) as string });
  });

  it('forgets only what was confirmed, and only of the job that was named', async () => {
    const before = await exported();
    const { code, stdout, stderr } = await run('reset', 'books');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error USAGE: state reset would forget of job books: .*work_item 2.*\. To do it, add --yes\.\n$/);
    expect(await exported()).toBe(before);
    expect((await run('reset', 'books', '--yes')).stdout).toMatch(/^Forgotten of job books: .* Deals, raw responses and the ledger stayed\.\n$/);
    expect(await exported('music')).toContain('B000000003');
    expect(await exported()).not.toContain('B000000001');
  });

  it('knows its jobs', async () => {
    for (const command of ['show', 'export', 'reset']) {
      const { code, stderr } = await run(command, 'boks');
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: 'error USAGE: no job "boks" in this database or config. Did you mean "books"? There are: books, books-us, music.\n',
      });
    }
  });

  it('names every line of an import that is none, and imports nothing', async () => {
    const before = await exported();
    folder.write('bad.jsonl', `${before}{"table":"work_item"}\nnot json\n{"table":"work_item","row":{"asin":{}}}\n`);
    const lines = before.trimEnd().split('\n').length;
    const { code, stderr } = await run('import', 'bad.jsonl');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error USAGE: 3 problems:/);
    for (const offset of [1, 2, 3]) expect(stderr).toContain(`line ${lines + offset} of ${join(folder.path, 'bad.jsonl')}`);
    folder.write('unknown.jsonl', '{"table":"deals","row":{"a":1}}\n{"table":"work_item","row":{"asin":"B000000001"}}\n');
    const unknown = await run('import', 'unknown.jsonl');
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toMatch(/error CONFIG_INVALID: 2 problems:[^]*Line 1: [^]*Line 2: /);
    expect(await exported()).toBe(before);
    expect((await run('import', 'nowhere.jsonl')).stderr).toMatch(/^error USAGE: .*nowhere\.jsonl cannot be read: ENOENT/);
    expect(existsSync(join(folder.path, 'nowhere.jsonl'))).toBe(false);
  });

  it('is refused beside a run, which is named; looking is not', async () => {
    await run('export', '--out', 'state.jsonl');
    await prepare((store) => addRun(store, { host: hostname(), pid: process.ppid }));
    for (const argv of [['import', 'state.jsonl'], ['export'], ['reset', '--yes'], ['reset']])
      expect(await run(...argv)).toEqual({
        ...{ code: 2, stdout: '' },
        stderr: `error USAGE: run ${process.ppid} on ${hostname()} (owner ${process.ppid}-owner) works on this database: stop it with kill ${process.ppid}, or Ctrl-C where it runs, and try again.\n`,
      });
    for (const argv of [['backfill', '--since', '1d', '--simulate'], ['replay']])
      expect(await folder.run([...argv, '--db', 'd.db'])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('works on this database') as string,
      });
    expect((await run('show')).code).toBe(0);
  });

  it('is not refused for a run that died', async () => {
    // Linux gives out no process number that high.
    await prepare((store) => addRun(store, { host: hostname(), pid: 2 ** 30 }));
    expect((await run('reset', '--yes')).code).toBe(0);
  });
});
