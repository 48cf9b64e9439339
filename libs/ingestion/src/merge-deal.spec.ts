import type { FeedRow, ProductSnapshot } from '@smart-ingestor/contracts';
import { boughtDeal, renewedDeal, sightingOf } from './merge-deal';

const feed = {
  domainId: 1,
  asin: '0135048761',
  priceType: 2,
  lastUpdateMs: 60_000,
  currentMinor: 1_000,
  avg90Minor: 4_000,
  salesRank: 77,
} as FeedRow;
const product = {
  asin: '0135048761',
  title: 'Paid for',
  fees: { referralPercent: 15, pickAndPackMinor: 500, variableClosingMinor: 180 },
  offers: { live: [{ offerId: 1 }] },
} as unknown as ProductSnapshot;

describe('light update of a known deal', () => {
  const deal = boughtDeal(feed, product, 100);
  const cheaper: FeedRow = { ...feed, lastUpdateMs: 120_000, currentMinor: 900 };
  const renewed = renewedDeal(deal, cheaper, null, 200);

  it('keeps every field that was paid for', () => {
    expect(renewed.product).toBe(deal.product);
    expect(renewed.firstStoredMs).toBe(100);
    expect(Object.keys(renewed).sort()).toEqual(Object.keys(deal).sort());
  });

  it('renews the row, the sighting and the margin that follows from it', () => {
    expect(renewed).toMatchObject({ feed: cheaper, lastSeenMs: 200, marginMinor: deal.marginMinor! + 100 });
  });

  it('remembers why it no longer passes, without losing the deal', () => {
    expect(renewedDeal(deal, cheaper, 'price-above-max', 200)).toMatchObject({ rejectedReason: 'price-above-max', product });
  });
});

describe('sightingOf', () => {
  it('adds price and rank at the time of the row, and unknown stays unknown', () => {
    expect(sightingOf({ ...feed, currentMinor: null })).toEqual([
      { priceType: 2, atMs: 60_000, value: null },
      { priceType: 3, atMs: 60_000, value: 77 },
    ]);
  });
});
