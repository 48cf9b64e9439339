import { CapturedOutput } from '../testing/captured-io';
import { planned, STARTED, STORED, TIER, waiting } from '../testing/events';
import { createProgress } from './progress';

function wallClock() {
  let atMs = 0;
  return { nowMs: () => atMs, sleep: () => Promise.resolve(), advance: (ms: number) => void (atMs += ms) };
}

describe('progress', () => {
  it('renews one line on a terminal: balance, tier, deals, what it does, what it waits for and until when', () => {
    const output = new CapturedOutput(true);
    const progress = createProgress(output, wallClock());
    for (const event of [STARTED, TIER, planned(50, 14), STORED, waiting(252_000)]) progress.on(event);
    progress.done();
    const frames = output.text.split('\n');
    expect(
      frames.some((frame) => frame.endsWith('balance 5 (20/min) · tier standard · 0 deals · 0 rows scanned · commit of 14 items, job books-us')),
    ).toBe(true);
    expect(output.text).toContain('1 deal · 0 rows scanned · waiting until 2026-01-02 00:04:12Z (4m 12s): balance -20 is not positive');
    // Erases the line before it writes the next one.
    expect(output.text).toContain('\u001b[2K');
  });

  it('writes at most one line a minute of wall time to a pipe, and only while it waits', () => {
    const output = new CapturedOutput();
    const wall = wallClock();
    const progress = createProgress(output, wall);
    for (const event of [STARTED, TIER, planned(20, 20), STORED]) progress.on(event);
    expect(output.text).toBe('');
    for (let second = 0; second < 121; second += 1) {
      progress.on(waiting(1000));
      wall.advance(1000);
    }
    progress.done();
    expect(output.lines()).toHaveLength(3);
    expect(output.text).not.toContain('\u001b');
  });
});
