import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BIN = join(__dirname, '..', 'bin', 'smart-ingestor.js');
const isBuilt = existsSync(join(__dirname, '..', 'dist', 'main.js'));
/** A build is needed for a real process; nx makes it before this suite, a bare jest may not have one. */
const describeBuilt = isBuilt ? describe : describe.skip;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describeBuilt('the built command (needs npm run build)', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'smart-ingestor-bin-'));
  const children: ChildProcess[] = [];
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(cwd, { recursive: true, force: true });
  });

  function start(argv: readonly string[]): { child: ChildProcess; ended: Promise<Ended>; firstOutput: Promise<void> } {
    const child = spawn(process.execPath, [BIN, ...argv], { cwd, env: { PATH: process.env['PATH'] }, stdio: 'pipe' });
    children.push(child);
    let stdout = '';
    let stderr = '';
    const firstOutput = new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => resolve(void (stdout += chunk.toString())));
      child.stderr.on('data', (chunk: Buffer) => void (stderr += chunk.toString()));
    });
    const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
    return { child, ended, firstOutput };
  }

  it('runs, and says on stderr what is wrong', async () => {
    expect(await start(['deals', '--sort', 'marign']).ended).toEqual({
      ...{ code: 2, stdout: '' },
      stderr: expect.stringMatching(/^error USAGE: --sort: .*Did you mean "margin"\?\n$/) as string,
    });
  }, 30_000);

  it('ends on Ctrl-C with the summary and 130, after closing its database', async () => {
    const { child, ended, firstOutput } = start(['run', '--simulate', '--plan', '1', '--balance', '-100', '--json']);
    await firstOutput;
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect({ code, errors: stderr.includes('error') }).toEqual({ code: 130, errors: false });
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1)!)).toMatchObject({ type: 'run.finished', summary: { stopped: 'signal' } });
    expect(existsSync(join(cwd, 'data', 'simulated.db-wal'))).toBe(false);
  }, 30_000);

  it('ends quietly when the reader of stdout goes away', async () => {
    const { child, ended, firstOutput } = start(['run', '--simulate', '--speed', '1000', '--json']);
    await firstOutput;
    child.stdout!.destroy();
    expect(await ended).toMatchObject({ code: 0, stderr: expect.not.stringContaining('rror ') as string });
  }, 30_000);

  it('serves a simulator until SIGTERM and ends with 143', async () => {
    const { child, ended, firstOutput } = start(['simulator']);
    await firstOutput;
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 143, stdout: expect.stringMatching(/^\{"listening":"http:\/\/127\.0\.0\.1:\d+"\}\n$/) as string });
  }, 30_000);
});
