import { LONGEST_PROCESSING_MS, type Reading, TICK_MS, type TokenLedger } from '@smart-ingestor/contracts';
import { SUITE_NOW_MS } from './bucket-states';
import { readingOf, reserveRequestOf } from './sample-data';

const NOW = SUITE_NOW_MS;

/** What others spend on the same key. The account of the suite has 200 tokens, and its first tick half a minute after now. */
export function describeForeignSpend(of: () => TokenLedger): void {
  const after = (ticks: number, tokensLeft: number, fields: Partial<Reading> = {}): Reading =>
    readingOf({ serverEndMs: NOW + ticks * TICK_MS, tokensLeft, ...fields });

  it('tells of nobody else while our own requests explain every balance, in whichever order they are answered', async () => {
    for (const callId of ['a', 'b', 'c']) await of().reserve(reserveRequestOf(callId));
    expect(await of().foreignSpend('acc', NOW)).toBeNull();
    await of().settle('b', after(2, 191, { tokensConsumed: 10 }));
    expect(await of().foreignSpend('acc', NOW + 2 * TICK_MS)).toBeNull();
    await of().settle('a', after(1, 196, { tokensConsumed: 9 }));
    await of().settle('c', after(3, 192, { tokensConsumed: 4 }));
    expect(await of().foreignSpend('acc', NOW + 3 * TICK_MS)).toBeNull();
  });

  it('tells what somebody takes who takes the whole refill, by the third response', async () => {
    for (let tick = 1; tick <= 2; tick += 1) await of().observe('acc', after(tick, 200));
    const spend = await of().foreignSpend('acc', NOW + 2 * TICK_MS);
    expect(spend).toMatchObject({ tokens: 10, sinceMs: NOW });
    expect(spend!.tokensPerMinute).toBeCloseTo(5, 0);
    expect(await of().foreignSpend('stranger', NOW)).toBeNull();
  });

  it('does not take a request of ours for somebody else whose outcome nobody knows, also when a reading has resolved it', async () => {
    await of().reserve(reserveRequestOf('lost', { cost: { expectedTokens: 50, worstTokens: 60, smallestUnitWorstTokens: 1 } }));
    await of().forfeit('lost');
    await of().observe('acc', after(1, 145));
    expect(await of().foreignSpend('acc', NOW + TICK_MS)).toBeNull();
    await of().observe('acc', after(4, 160));
    expect(4 * TICK_MS).toBeGreaterThan(LONGEST_PROCESSING_MS);
    expect(await of().foreignSpend('acc', NOW + 4 * TICK_MS)).toBeNull();
    await of().observe('acc', after(5, 150));
    expect(await of().foreignSpend('acc', NOW + 5 * TICK_MS)).toMatchObject({ tokens: 15 });
  });
}
