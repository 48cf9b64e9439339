import { type Rig, rigOf } from './testing/rig';

const MINUTE_MS = 60_000;

async function waits(rig: Rig, durationMs: number): Promise<number> {
  const startedMs = rig.clock.nowMs();
  await rig.clock.runUntil(rig.pause.until(rig.time.nowMs() + durationMs, 'a reason'), 24 * 60 * MINUTE_MS);
  return rig.clock.nowMs() - startedMs;
}

describe('A pause', () => {
  it('is announced before it begins, with its end, length and reason', async () => {
    const rig = rigOf();
    const atMs = rig.time.nowMs();
    expect(await waits(rig, 5 * MINUTE_MS)).toBe(5 * MINUTE_MS);
    expect(rig.events).toEqual([
      { type: 'wait.started', atMs, accountId: 'acc', workClass: null, untilMs: atMs + 5 * MINUTE_MS, waitMs: 5 * MINUTE_MS, reason: 'a reason' },
    ]);
  });

  it('never outlasts the bound of the run, and does not announce more than that', async () => {
    const rig = rigOf({ bounds: { forMs: 3 * MINUTE_MS } });
    rig.stop.begin(rig.time.nowMs());
    expect(await waits(rig, 600 * MINUTE_MS)).toBe(3 * MINUTE_MS);
    expect(rig.eventsOf('wait.started')).toMatchObject([{ waitMs: 3 * MINUTE_MS }]);
  });

  it('ends at once on the signal, in the middle or before it began', async () => {
    const stopping = new AbortController();
    const rig = rigOf({ signal: stopping.signal });
    void rig.clock.sleep(MINUTE_MS).then(() => stopping.abort());
    expect(await waits(rig, 600 * MINUTE_MS)).toBe(MINUTE_MS);
    expect(await waits(rig, 600 * MINUTE_MS)).toBe(0);
  });

  it('does not swallow an error of the clock that is not the signal', async () => {
    const rig = rigOf();
    rig.clock.sleep = () => Promise.reject(new Error('broken clock'));
    await expect(rig.pause.until(rig.time.nowMs() + MINUTE_MS, 'a reason')).rejects.toThrow('broken clock');
  });

  it('for tokens throws in throw mode; a back-off or an idle time never does', async () => {
    const rig = rigOf({ onBlocked: 'throw' });
    await expect(rig.pause.forTokens('peek', rig.time.nowMs() + MINUTE_MS, 'debt')).rejects.toMatchObject({ waitMs: MINUTE_MS, reason: 'debt' });
    expect(await waits(rig, MINUTE_MS)).toBe(MINUTE_MS);
  });
});
