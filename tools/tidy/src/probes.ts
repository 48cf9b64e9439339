import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './workspace';

export interface Probe {
  /** An existing file of the project, whose text is replaced for the lint only; specs need not exist. */
  readonly path: string;
  readonly text: string;
}

export interface Complaint {
  readonly rule: string | null;
  readonly message: string;
}

/** Lints the probes by the workspace's own config and a project graph made for this call. About 10 s, most of it the graph. */
export function lintProbes(probes: readonly Probe[], untag?: string): Complaint[][] {
  const answer = runInFreshGraph(['tools/tidy/src/lint-probes.mjs'], JSON.stringify({ untag, probes }));
  const lastLine = answer.trimEnd().split('\n').at(-1) ?? '';
  return JSON.parse(lastLine) as Complaint[][];
}

/** The projects that Nx calls affected by a change of these files. */
export function affectedBy(files: readonly string[]): string[] {
  const answer = runInFreshGraph(['node_modules/nx/dist/bin/nx.js', 'show', 'projects', '--affected', `--files=${files.join(',')}`, '--json'], '');
  return JSON.parse(answer) as string[];
}

function runInFreshGraph(args: readonly string[], input: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'smart-ingestor-tidy-'));
  // Without the NX_ variables of the task that this may be running in: a nested Nx would take itself for a part of it.
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('NX_') && name !== 'FORCE_COLOR');
  const env = { ...Object.fromEntries(inherited), NX_DAEMON: 'false', NX_WORKSPACE_DATA_DIRECTORY: folder, NO_COLOR: '1' };
  try {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, env, input, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 });
    if (status !== 0) throw new Error(`${args.join(' ')} exited with ${status}:\n${stdout}\n${stderr}`);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
