import { eventsOf, inVirtualTime, type Story } from '../testing/account-in-virtual-time';

const HOUR_MS = 3_600_000;
const FLOOR = -180;
/** A third of the usual catalogue tells the same story in a third of the time. */
const MARKET = { catalogueSize: 3_000 };

/** Every grant was closed: what was settled is what the server charged, except for answers that never came. */
function unansweredTokens(story: Story): number {
  return story.books.tokensCharged - story.summary.tokensSpent;
}

describe('faults: the floor holds and nothing is lost', () => {
  it('survives charged timeouts, server errors, cut bodies and late replies, and goes on storing deals', async () => {
    const faults = { timeoutAfterChargeRate: 0.2, serverErrorRate: 0.05, cutBodyRate: 0.03, outOfOrderRate: 0.02 };
    const story = await inVirtualTime({ refillPerMinute: 10, openingBalance: 100, simulator: { ...MARKET, faults } }, { forMs: 6 * HOUR_MS });
    const failed = eventsOf(story, 'request.failed');
    expect(new Set(failed.map(({ code }) => code))).toEqual(new Set(['TIMED_OUT', 'SERVER_ERROR', 'CONNECTION_CUT']));
    expect(story.books.minBalance!).toBeGreaterThanOrEqual(FLOOR);
    expect(story.books.rejected429).toBe(0);
    expect(story.summary.dealsNew).toBeGreaterThan(86);
    expect(story.summary.itemsDead).toBe(0);
    expect(unansweredTokens(story)).toBeGreaterThan(0);
  });

  it('waits out a storm of 429 with a full bucket at one request a tick', async () => {
    const story = await inVirtualTime(
      { refillPerMinute: 5, openingBalance: 300, simulator: { ...MARKET, faults: { storm429Requests: 20 } } },
      { forMs: HOUR_MS },
    );
    const refused = eventsOf(story, 'request.failed').map(({ atMs }) => atMs);
    expect(refused).toHaveLength(20);
    refused.slice(1).forEach((atMs, index) => expect(atMs - refused[index]!).toBeGreaterThanOrEqual(55_000));
    expect(story.summary.dealsNew).toBeGreaterThan(0);
  });

  it('does not spend what one response promised: a refill rate that spikes for one answer', async () => {
    const story = await inVirtualTime(
      { refillPerMinute: 5, openingBalance: 5, simulator: { ...MARKET, faults: { refillSpikePerMinute: 1_000 } } },
      { forMs: HOUR_MS },
    );
    expect(story.books.minBalance!).toBeGreaterThanOrEqual(FLOOR);
    expect(story.books.rejected429).toBe(0);
    expect(new Set(eventsOf(story, 'request.settled').map(({ reading }) => reading.refillPerMinute))).toContain(5);
  });

  it('is refused, never charged below the floor by itself, while somebody else eats the refill', async () => {
    const story = await inVirtualTime(
      { refillPerMinute: 20, openingBalance: 200, simulator: { ...MARKET, foreign: { tokensPerMinute: 18 } } },
      { forMs: 3 * HOUR_MS },
    );
    // Less what others spent since the last reading, which is read again after ten minutes of silence.
    expect(story.books.minBalance!).toBeGreaterThanOrEqual(FLOOR - 10 * 18);
    expect(story.summary.dealsNew).toBeGreaterThan(0);
  });

  it('survives a lockout below −200 of a day, if one exists: it never comes there', async () => {
    const story = await inVirtualTime(
      { refillPerMinute: 5, openingBalance: 40, simulator: { ...MARKET, lockoutBelow: -200 } },
      { forMs: 6 * HOUR_MS },
    );
    expect(story.books.lockouts).toBe(0);
    expect(story.summary.dealsNew).toBeGreaterThan(86);
  });
});
