import { VirtualClock } from '@smart-ingestor/conformance';
import type { Reading } from '@smart-ingestor/contracts';
import { ServerClock } from './server-clock';

const reading = (serverEndMs: number): Reading => ({
  serverEndMs,
  tokensLeft: 0,
  refillInMs: 1_000,
  refillPerMinute: 5,
  tokenFlowReduction: 0,
  tokensConsumed: 0,
});

describe('ServerClock', () => {
  it.each([-600_000, 0, 600_000, 26 * 3_600_000])('follows a server that is %d ms away, and is never ahead of it', (skewMs) => {
    const local = new VirtualClock(1_000_000);
    const server = new ServerClock(local);
    const travelMs = 150;
    server.observe(reading(local.nowMs() + skewMs - travelMs));
    local.advance(5_000);
    const trueServerMs = local.nowMs() + skewMs;
    expect(server.nowMs()).toBeLessThanOrEqual(trueServerMs);
    expect(trueServerMs - server.nowMs()).toBe(travelMs);
  });

  it('waits until a time of the server, not of this machine', async () => {
    const local = new VirtualClock(1_000_000);
    const server = new ServerClock(local);
    server.observe(reading(9_000_000));
    await local.runUntil(server.sleepUntil(9_060_000), 60_000);
    expect(local.nowMs()).toBe(1_060_000);
  });
});
