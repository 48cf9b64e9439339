import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LONGEST_MS = 10 * 60_000;

interface JestReport {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

export interface SpecResult {
  readonly isGreen: boolean;
  /** The first test that failed, by its full name; or why there is none. */
  readonly firstFailure: string;
  readonly seconds: number;
}

/** `spec`: a path from the root of the workspace. A spec that hangs counts as failed. */
export function runSpec(workspace: string, spec: string): SpecResult {
  const [room, project] = spec.split('/') as [string, string];
  const folder = mkdtempSync(join(tmpdir(), 'smart-ingestor-report-'));
  const reportFile = join(folder, 'report.json');
  const startedMs = performance.now();
  try {
    const jest = join(workspace, 'node_modules', 'jest', 'bin', 'jest.js');
    const { status } = spawnSync(
      process.execPath,
      [jest, '--json', '--outputFile', reportFile, '--silent', '--runTestsByPath', join(workspace, spec)],
      {
        cwd: join(workspace, room, project),
        timeout: LONGEST_MS,
        stdio: 'ignore',
      },
    );
    const seconds = Math.round((performance.now() - startedMs) / 1_000);
    return { isGreen: status === 0, firstFailure: status === 0 ? '' : firstFailureOf(reportFile), seconds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function firstFailureOf(reportFile: string): string {
  let report: JestReport;
  try {
    report = JSON.parse(readFileSync(reportFile, 'utf8')) as JestReport;
  } catch {
    return 'the spec did not come to an end';
  }
  for (const { assertionResults, message } of report.testResults) {
    const failed = assertionResults.find(({ status }) => status === 'failed');
    if (failed !== undefined) return failed.fullName;
    if (assertionResults.length === 0 && message !== '') return message.split('\n').find((line) => line.trim() !== '') ?? message;
  }
  return 'no test failed';
}
