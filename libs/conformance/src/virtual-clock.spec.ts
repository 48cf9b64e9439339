import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { VirtualClock } from './virtual-clock';

const HOUR_MS = 3_600_000;

describe('VirtualClock', () => {
  it('stands still until it is told to go on', async () => {
    const clock = new VirtualClock(1_000);
    let woke = false;
    void clock.sleep(5).then(() => (woke = true));
    await new Promise(setImmediate);
    expect([clock.nowMs(), woke]).toEqual([1_000, false]);
    clock.advance(4);
    await new Promise(setImmediate);
    expect([clock.nowMs(), woke]).toEqual([1_004, false]);
    clock.advance(1);
    await new Promise(setImmediate);
    expect([clock.nowMs(), woke]).toEqual([1_005, true]);
  });

  it('wakes by time, and in the order of the calls where times are equal', async () => {
    const clock = new VirtualClock(0);
    const woken: string[] = [];
    const sleepers = ['c:30', 'a:10', 'b:20', 'a2:10', 'a3:10', 'b2:20'].map(async (name) => {
      await clock.sleep(Number(name.split(':')[1]));
      woken.push(`${name.split(':')[0]}@${clock.nowMs()}`);
    });
    await clock.runUntil(Promise.all(sleepers), 100);
    expect(woken).toEqual(['a@10', 'a2@10', 'a3@10', 'b@20', 'b2@20', 'c@30']);
  });

  it('follows a chain of sleeps and passes the value on', async () => {
    const clock = new VirtualClock(0);
    const story = async (): Promise<string> => {
      for (let hour = 0; hour < 24; hour++) await clock.sleep(HOUR_MS);
      return `at ${clock.nowMs()}`;
    };
    await expect(clock.runUntil(story(), 24 * HOUR_MS)).resolves.toBe(`at ${24 * HOUR_MS}`);
  });

  it('runs until a predicate holds and leaves later sleepers asleep', async () => {
    const clock = new VirtualClock(0);
    let woken = 0;
    for (const ms of [10, 20, 30, 40]) void clock.sleep(ms).then(() => (woken += 1));
    await clock.runUntil(() => woken === 2, 100);
    expect(clock.nowMs()).toBe(20);
  });

  it('passes an error on', async () => {
    const clock = new VirtualClock(0);
    const story = clock.sleep(5).then(() => Promise.reject(new Error('broken')));
    await expect(clock.runUntil(story, 10)).rejects.toThrow('broken');
  });

  it('rejects an aborted sleep with the reason of the signal, at once, and no longer waits for it', async () => {
    const clock = new VirtualClock(0);
    const controller = new AbortController();
    const sleep = clock.sleep(HOUR_MS, controller.signal);
    controller.abort(new Error('stop'));
    await expect(sleep).rejects.toThrow('stop');
    await expect(clock.sleep(1, controller.signal)).rejects.toThrow('stop');
    await clock.runUntil(clock.sleep(2), 10);
    expect(clock.nowMs()).toBe(2);
  });

  it('reports a deadlock: nobody sleeps and the goal is not reached', async () => {
    const clock = new VirtualClock(0);
    await expect(clock.runUntil(new Promise(() => undefined), HOUR_MS)).rejects.toThrow('deadlock after 0 ms');
    // It gives real I/O three real seconds first.
  }, 30_000);

  it('reports a goal that lies beyond the limit', async () => {
    const clock = new VirtualClock(0);
    const forever = async (): Promise<never> => {
      for (;;) await clock.sleep(1_000);
    };
    await expect(clock.runUntil(forever(), 10_000)).rejects.toThrow('not reached within 10000 ms');
    expect(clock.nowMs()).toBe(10_000);
  });

  it('reports somebody who sleeps 0 ms for ever', async () => {
    const clock = new VirtualClock(0);
    const busy = async (): Promise<never> => {
      for (;;) await clock.sleep(0);
    };
    await expect(clock.runUntil(busy(), 10_000)).rejects.toThrow('time stands still');
  }, 60_000);

  it('holds time while real I/O is under way', async () => {
    const clock = new VirtualClock(0);
    let ticks = 0;
    const ticker = async (): Promise<never> => {
      for (;;) {
        await clock.sleep(1);
        ticks += 1;
      }
    };
    void ticker();
    // About 30 ms on a thread of its own: far more turns of the event loop than are waited for without a hold.
    await clock.runUntil(clock.hold(promisify(pbkdf2)('a', 'b', 50_000, 32, 'sha256')), 10);
    expect(ticks).toBe(0);
  });

  it('lets only one story move it', async () => {
    const clock = new VirtualClock(0);
    const first = clock.runUntil(clock.sleep(1), 10);
    await expect(clock.runUntil(clock.sleep(1), 10)).rejects.toThrow('already running');
    await first;
  });

  it('refuses a duration that is not a number', async () => {
    await expect(new VirtualClock().sleep(Number.NaN)).rejects.toThrow(RangeError);
  });

  it('runs 100,000 sleeps in a few seconds', async () => {
    const clock = new VirtualClock(0);
    const sleeps = 100_000;
    const worker = async (every: number): Promise<void> => {
      for (let i = 0; i < sleeps / 10; i++) await clock.sleep(every);
    };
    const startedNs = process.hrtime.bigint();
    await clock.runUntil(Promise.all(Array.from({ length: 10 }, (_, i) => worker(i + 1))), sleeps);
    const seconds = Number(process.hrtime.bigint() - startedNs) / 1e9;
    // Measured: 150,000 a second on a shared core. The goal is 50,000; a quarter of it must hold on any CI machine.
    expect(sleeps / seconds).toBeGreaterThan(12_500);
  });
});
