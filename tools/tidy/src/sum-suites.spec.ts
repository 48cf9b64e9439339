import { spawnSync } from 'node:child_process';
import { ROOT } from './workspace';

function sum(output: string): { readonly line: string; readonly exitCode: number | null } {
  const { stdout, status } = spawnSync(process.execPath, ['.ci/sum-suites.mjs'], { cwd: ROOT, input: output, encoding: 'utf8' });
  return { line: stdout.trimEnd(), exitCode: status };
}

describe('the last line of CI', () => {
  it('sums the suites of all projects, fresh and from the cache', () => {
    const output = [
      '> nx run a:test',
      'Tests:       2 skipped, 5 passed, 7 total',
      '> nx run b:test  [local cache]',
      'Tests:       3 passed, 3 total',
    ];
    expect(sum(output.join('\n'))).toEqual({ line: '8 passed, 0 failed, 2 skipped', exitCode: 0 });
  });

  it('reads coloured output', () => {
    expect(sum('\u001b[1mTests:       \u001b[22m\u001b[1m\u001b[32m4 passed\u001b[39m\u001b[22m, 4 total')).toEqual({
      line: '4 passed, 0 failed, 0 skipped',
      exitCode: 0,
    });
  });

  it('fails with a failed test', () => {
    expect(sum('Tests:       1 failed, 1 todo, 1 skipped, 5 passed, 8 total')).toEqual({ line: '5 passed, 1 failed, 2 skipped', exitCode: 1 });
  });

  it('counts a suite that could not start as a failure', () => {
    expect(sum('  ● Test suite failed to run\n\nTests:       5 passed, 5 total')).toEqual({ line: '5 passed, 1 failed, 0 skipped', exitCode: 1 });
  });

  it('counts a project that crashed without a word of Jest', () => {
    const output = ['- crashed', 'Tests:       5 passed, 5 total', 'Failed tasks:', '', '- crashed:test'];
    expect(sum(output.join('\n'))).toEqual({ line: '5 passed, 1 failed, 0 skipped', exitCode: 1 });
  });

  it('fails when nothing ran', () => {
    expect(sum('npm error')).toEqual({ line: '0 passed, 0 failed, 0 skipped', exitCode: 1 });
  });
});
