import { ConfigError } from '@smart-ingestor/contracts';
import { SystemClock } from './system-clock';

const START_MS = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('the system clock', () => {
  beforeEach(() => void jest.useFakeTimers({ now: START_MS }));
  afterEach(() => void jest.useRealTimers());

  async function settled(promise: Promise<void>): Promise<boolean> {
    return Promise.race([
      promise.then(() => true),
      Promise.resolve()
        .then(() => Promise.resolve())
        .then(() => Promise.resolve(false)),
    ]);
  }

  it('tells integer milliseconds of the machine, and never goes back when the wall clock is set', () => {
    const clock = new SystemClock();
    const beforeMs = clock.nowMs();
    expect(Number.isInteger(beforeMs)).toBe(true);
    jest.setSystemTime(START_MS - DAY_MS);
    jest.advanceTimersByTime(5);
    expect(clock.nowMs()).toBe(beforeMs + 5);
  });

  it('sleeps at least as long as asked, not for a span in the past', async () => {
    const clock = new SystemClock();
    const sleep = clock.sleep(1_000);
    await jest.advanceTimersByTimeAsync(999);
    expect(await settled(sleep)).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(await settled(sleep)).toBe(true);
    expect(await settled(clock.sleep(-5))).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('goes on sleeping where a timer fires early', async () => {
    const clock = new SystemClock({ speed: 10 });
    const untilMs = clock.nowMs() + 1_000;
    const { setTimeout: punctual } = globalThis;
    const hasty = (callback: () => void, delayMs: number) => punctual(callback, delayMs === 100 ? 99 : delayMs);
    globalThis.setTimeout = hasty as typeof setTimeout;
    const wokenAtMs = clock.sleep(1_000).then(() => clock.nowMs());
    await jest.advanceTimersByTimeAsync(200);
    globalThis.setTimeout = punctual;
    expect(await wokenAtMs).toBe(untilMs);
  });

  it('runs as many times faster as its speed says, from the moment of its construction', async () => {
    const clock = new SystemClock({ speed: 900 });
    const beforeMs = clock.nowMs();
    const sleep = clock.sleep(HOUR_MS);
    await jest.advanceTimersByTimeAsync(3_999);
    expect(clock.nowMs() - beforeMs).toBe(3_999 * 900);
    expect(await settled(sleep)).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(await settled(sleep)).toBe(true);
  });

  it('sleeps beyond the 24.8 days that a timer takes', async () => {
    const clock = new SystemClock();
    const sleep = clock.sleep(30 * DAY_MS);
    await jest.advanceTimersByTimeAsync(29 * DAY_MS);
    expect(await settled(sleep)).toBe(false);
    await jest.advanceTimersByTimeAsync(DAY_MS);
    expect(await settled(sleep)).toBe(true);
  });

  it('wakes with the reason of an abort, and leaves neither timer nor listener behind', async () => {
    const clock = new SystemClock();
    const controller = new AbortController();
    const added = jest.spyOn(controller.signal, 'addEventListener');
    const removed = jest.spyOn(controller.signal, 'removeEventListener');
    const done = clock.sleep(10, controller.signal);
    await jest.advanceTimersByTimeAsync(10);
    await done;
    expect(removed).toHaveBeenCalledTimes(added.mock.calls.length);

    const sleep = clock.sleep(HOUR_MS, controller.signal);
    controller.abort(new Error('enough'));
    await expect(sleep).rejects.toThrow('enough');
    await expect(clock.sleep(1, controller.signal)).rejects.toThrow('enough');
    expect(jest.getTimerCount()).toBe(0);
  });

  it.each([0, 0.5, -1, NaN, Infinity])('refuses a speed of %s', (speed) => {
    expect(() => new SystemClock({ speed })).toThrow(ConfigError);
    expect(() => new SystemClock({ speed })).toThrow(`speed must be a number of at least 1; got ${speed}.`);
  });
});
