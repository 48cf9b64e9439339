import { eventsOf, inVirtualTime } from '../testing/account-in-virtual-time';

describe('a batch that the floor cannot bear', () => {
  it('is made smaller, not waited for: planned, sent and why are told', async () => {
    // With units of 5 minutes of refill the floor is never in the way.
    const config = { accounts: { main: { key: 'virtual-key', pace: { unitRefillMinutes: 60 } } } };
    const story = await inVirtualTime({ refillPerMinute: 20, openingBalance: 40, config }, { forMs: 30 * 60_000 });
    const commits = eventsOf(story, 'unit.planned').filter(({ stage }) => stage === 'commit');
    const clamped = commits.filter(({ planned, size }) => size < planned);
    expect(clamped.length).toBeGreaterThan(0);
    for (const { worstTokens, balanceTokens, tokenPolicy, batchPolicy } of clamped) {
      expect(balanceTokens - worstTokens).toBeGreaterThanOrEqual(-180);
      expect([tokenPolicy, batchPolicy]).toEqual(['deficit-limit', 'refill-tier']);
    }
    expect(story.summary.clampedUnits).toBeGreaterThanOrEqual(clamped.length);
  });
});
