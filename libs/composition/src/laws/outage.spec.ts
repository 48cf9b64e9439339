import { inVirtualTime } from '../testing/account-in-virtual-time';

/** The simulator's own prices for one ASIN; 13 is the documented worst case of an offers request. */
const PRICES = [1, 5, 6, 7.7, 13];
const PLANS = [1, 5, 10, 20, 25, 60, 250, 1_000];
/** The floor of the mission: 20 tokens of margin to the −200 at which the outage's account was reported locked. */
const FLOOR = -180;

describe('the outage of 86 deals', () => {
  it('happened under the old rule: a positive start was enough, and one batch of 50 × 5 from +5 ends at −245', async () => {
    const story = await inVirtualTime(
      {
        refillPerMinute: 20,
        openingBalance: 5,
        productTokensPerAsin: 5,
        config: { tiers: { standard: { tokenPolicy: { use: 'unlimited' }, batchPolicy: { use: 'fixed', options: { size: 50 } } } } },
        simulator: { lockoutBelow: -200, lockoutForMs: 3_600_000 },
      },
      { forMs: 10 * 60_000 },
    );
    expect(story.books.minBalance).toBeLessThanOrEqual(-200);
    expect(story.books.lockouts).toBeGreaterThan(0);
  });

  describe.each(PLANS)('at %d tokens a minute', (refillPerMinute) => {
    const capacity = 60 * refillPerMinute;
    // Every single opening balance is the token policy's own spec; here the whole path runs on the ones where outages began.
    const openings = [-340, 0, 5, 117, capacity].filter((opening) => opening <= capacity);

    it.each(PRICES)(
      'no request of ours takes the server below the floor at %d tokens an ASIN, from any opening balance',
      async (productTokensPerAsin) => {
        for (const openingBalance of openings) {
          const { books } = await inVirtualTime(
            { refillPerMinute, openingBalance, productTokensPerAsin, simulator: { catalogueSize: 250 } },
            { forMs: 10 * 60_000 },
          );
          expect({ openingBalance, aboveFloor: (books.minBalance ?? 0) >= FLOOR, rejected429: books.rejected429 }).toEqual({
            openingBalance,
            aboveFloor: true,
            rejected429: 0,
          });
        }
      },
    );
  });
});
