import { bucketStateOf, describeTokenPolicy } from '@smart-ingestor/conformance';
import { NightOwl } from './night-owl';
import { nightOwlOptions } from './options';

describeTokenPolicy('night-owl by night', () => new NightOwl(nightOwlOptions.parse({ dayReservePercent: 0 })), { maxDeficitTokens: 0 });

describe('the night owl', () => {
  const policy = new NightOwl(nightOwlOptions.parse({}));
  const cost = { expectedTokens: 100, worstTokens: 100, smallestUnitWorstTokens: 1 };
  // Capacity 300, a quarter of it reserved: 45 of 120 tokens are free by day.
  const state = bucketStateOf({ balanceTokens: 120, reservedWorstTokens: 0, capacityTokens: 300 });
  const at = (hour: number): number => Date.UTC(2026, 0, 1, hour);

  it.each([6, 12, 21])('leaves the reserve alone at %i o’clock', (hour) => {
    expect(policy.decide(state, cost, at(hour))).toEqual({ kind: 'split', affordableTokens: 45 });
  });

  it.each([22, 0, 5])('spends it at %i o’clock', (hour) => {
    expect(policy.decide(state, cost, at(hour))).toEqual({ kind: 'allow' });
  });
});
