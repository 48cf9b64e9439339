import { VirtualClock } from '@smart-ingestor/conformance';
import { Shutdown } from './shutdown';

const LIMIT_MS = 10_000;

describe('the shutdown', () => {
  it('names a provider that hangs, leaves it open at its limit, and closes all others', async () => {
    const clock = new VirtualClock();
    const startedMs = clock.nowMs();
    const closed: string[] = [];
    const shutdown = new Shutdown(clock, LIMIT_MS);
    shutdown.add({ close: () => void closed.push('older') }, 'older');
    shutdown.add({ close: () => new Promise(() => undefined) }, `plugin 'stuck' for deal-store`);
    shutdown.add({ close: () => clock.sleep(LIMIT_MS - 1).then(() => void closed.push('slow')) }, 'slow');
    await expect(clock.runUntil(shutdown.close(), 60_000)).rejects.toThrow(
      `plugin 'stuck' for deal-store did not close within 10 s and was left open.`,
    );
    expect(closed).toEqual(['slow', 'older']);
    expect(clock.nowMs() - startedMs).toBe(2 * LIMIT_MS - 1);
  });

  it('tells all failures of a nested one together, and is idempotent', async () => {
    const [outer, inner] = [new Shutdown(new VirtualClock()), new Shutdown(new VirtualClock())];
    const failing = (name: string) => ({ close: () => Promise.reject(new Error(name)) });
    outer.add(failing('store'), 'store');
    outer.addAll(inner);
    inner.add(failing('a'), 'a');
    inner.add(failing('b'), 'b');
    await expect(outer.close()).rejects.toMatchObject({ errors: [new Error('b'), new Error('a'), new Error('store')] });
    await expect(outer.close()).resolves.toBeUndefined();
  });
});
