import { hostname } from 'node:os';
import type { RunRecord } from '@smart-ingestor/contracts';
import { processExists } from './process-exists';
import { runProgress } from './run-progress';
import { runText } from './run-text';

const NOW = Date.UTC(2026, 0, 2);
const RUN: RunRecord = {
  ...{ owner: 'x', accountId: 'abc', host: 'attic', pid: 77, startedMs: NOW - 3_600_000, seenMs: NOW },
  ...{ jobs: ['a', 'b'], progressMs: null, wait: null },
};
const stateAfter = (quietMs: number, exists: boolean | null): string => runProgress({ ...RUN, seenMs: NOW - quietMs }, NOW, () => exists).state;

describe('a run', () => {
  it.each([
    [0, true, 'sending'],
    [90_000, true, 'sending'],
    [90_001, true, 'silent'],
    [0, false, 'died'],
    [0, null, 'sending'],
    [90_001, null, 'silent'],
    [15 * 60_000 + 1, null, 'died'],
    // A process of this number exists, but nothing was heard of the run: the number was given to another one.
    [15 * 60_000 + 1, true, 'died'],
  ])('that was quiet for %i ms, while its process exists: %s, is %s', (quietMs, exists, state) => {
    expect(stateAfter(quietMs, exists)).toBe(state);
  });

  it('of simulated time may be ahead of this machine', () => {
    expect(stateAfter(-3_600_000, true)).toBe('sending');
  });

  it('is told with what it does', () => {
    const wait = { workClass: null, jobId: null, sinceMs: NOW, untilMs: NOW + 60_000, reason: 'nothing is due' };
    expect(
      runText(
        runProgress(RUN, NOW, () => true),
        NOW,
      ),
    ).toBe('run 77 on attic is sending; no unit finished yet; up 1h with 2 jobs a, b');
    expect(
      runText(
        runProgress({ ...RUN, wait, progressMs: NOW - 1000 }, NOW, () => true),
        NOW,
      ),
    ).toBe('run 77 on attic sends nothing until 2026-01-02 00:01:00Z (1m more): nothing is due; last unit finished 1s ago; up 1h with 2 jobs a, b');
    expect(
      runText(
        runProgress({ ...RUN, seenMs: NOW - 120_000 }, NOW, () => true),
        NOW,
      ),
    ).toBe('run 77 on attic is silent: last heard of 2026-01-01 23:58:00Z, 2m ago; no unit finished yet');
  });

  it('is looked for only on its own machine', () => {
    expect(processExists(hostname(), process.pid)).toBe(true);
    // Linux gives out no process number that high.
    expect(processExists(hostname(), 2 ** 30)).toBe(false);
    expect(processExists('another-machine', process.pid)).toBeNull();
  });
});
