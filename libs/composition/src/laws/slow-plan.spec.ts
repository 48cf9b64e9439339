import { type Story, eventsOf, inVirtualTime } from '../testing/account-in-virtual-time';

const MINUTE_MS = 60_000;
const TICK_MS = 60_200;
const REFILL = 5;

/** Durable units: every settled request was committed in the same transaction. */
function durableUnits(story: Story) {
  return eventsOf(story, 'request.settled').map(({ atMs, reading, stage }) => ({ atMs, stage, ...reading }));
}

describe('a slow plan: 5 tokens a minute, nothing in the bucket', () => {
  let story: Story;
  beforeAll(async () => {
    story = await inVirtualTime({ refillPerMinute: REFILL, openingBalance: 0 }, { forMs: 12 * 60 * MINUTE_MS });
  });

  it('stores its first deal within the closed form of its own sequence: page, peek, commit and the pages between, each at the first positive balance, and one tick', () => {
    const startedMs = story.events[0]!.atMs;
    const firstDealMs = eventsOf(story, 'deal.stored')[0]!.atMs;
    const before = durableUnits(story).filter(({ atMs }) => atMs <= firstDealMs);
    const owed = before.slice(0, -1).reduce((sum, { tokensConsumed }) => sum + tokensConsumed, 0);
    const ticks = Math.floor(owed / REFILL) + 1;
    // Each of the three waits may end on a partial tick, and each request takes its seconds.
    expect(firstDealMs - startedMs).toBeLessThanOrEqual((ticks + 1) * TICK_MS + 60_000);
    expect(before.map(({ stage }) => stage).filter((stage, n) => stage !== 'page' || n === 0)).toEqual(['page', 'peek', 'commit']);
    expect(firstDealMs - startedMs).toBeLessThanOrEqual(10 * MINUTE_MS);
  });

  it('moves on past 86 deals and never stops for longer than its lowest balance takes to refill, and two minutes (law I3)', () => {
    const units = durableUnits(story);
    expect(eventsOf(story, 'deal.stored').length).toBeGreaterThan(86);
    units.slice(1).forEach((unit, index) => {
      const previous = units[index]!;
      const lowest = Math.min(previous.tokensLeft, 0);
      const allowedMs = ((1 - lowest) / REFILL) * TICK_MS + 2 * MINUTE_MS;
      expect(unit.atMs - previous.atMs).toBeLessThanOrEqual(allowedMs);
    });
  });

  it('leaves no longer gap between deals than one page, one peek and one commit cost', () => {
    const stored = eventsOf(story, 'deal.stored').map(({ atMs }) => atMs);
    const units = durableUnits(story);
    stored.slice(1).forEach((atMs, index) => {
      // A request is paid for after it ran: the commit before counts, the one that ends the gap does not.
      const between = units.filter((unit) => unit.atMs >= stored[index]! && unit.atMs < atMs);
      const cost = between.reduce((sum, { tokensConsumed }) => sum + tokensConsumed, 0);
      expect(atMs - stored[index]!).toBeLessThanOrEqual((cost / REFILL + 2) * TICK_MS + 3 * MINUTE_MS);
    });
  });

  it('spends what the plan refills and is never refused', () => {
    expect(story.books.rejected429).toBe(0);
    expect(story.books.minBalance).toBeGreaterThanOrEqual(-180);
    expect(story.summary.tokensSpent).toBeGreaterThan(0.95 * story.summary.refillLimitTokens - 180);
  });

  it('keeps the same books as the server', () => {
    expect(story.summary.tokensSpent).toBe(story.books.tokensCharged);
  });
});
