import { CapturedOutput } from '../testing/captured-io';
import { planned, STARTED, STORED, TIER, upkeep, waiting } from '../testing/events';
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

  it('tells refreshes, sellers and what a person should know: gaps, foreign spend, a table that is too big for the plan', () => {
    const output = new CapturedOutput();
    const progress = createProgress(output, wallClock());
    for (const event of [STARTED, ...upkeep(), waiting(1000)]) progress.on(event);
    expect(output.text).toBe(
      'balance 5 (20/min) · 0 deals · 0 rows scanned · 6 refreshed · 3 sellers · waiting until 2026-01-02 00:00:01Z (1s): balance -20 is not positive' +
        ' · books-us: not covered 2026-01-01 00:00:00Z to 2026-01-01 12:00:00Z (nothing read the feed for longer than it reaches back)' +
        ' · others spend 1.5 tokens/min on this key (90 since 2026-01-01 23:00:00Z)' +
        ' · books-us: 10,000 rows refresh every 30 days · books-us: 4 deals expired, 1 deleted\n',
    );
  });
});
