import type { Tier } from '@smart-ingestor/contracts';
import fc from 'fast-check';
import { TierInForce } from './tier-in-force';
import { TierTable } from './tier-table';

const tier = (name: string): Tier => ({
  name,
  tokenPolicy: { name: 'unlimited', decide: () => ({ kind: 'allow' }) },
  batchPolicy: { name: 'fixed', plan: () => ({ size: 1, reason: '' }) },
  dealValue: { name: 'newest-first', valueOf: () => 0 },
});
const standard = { tier: tier('standard'), fromRefillPerMinute: 20 };
const low = { tier: tier('low'), fromRefillPerMinute: 0 };
const night = { tier: tier('night'), fromRefillPerMinute: null };

describe('the tier table', () => {
  it('chooses by refill rate, the lower end included', () => {
    const table = new TierTable([standard, low, night], null);
    expect([0, 1, 19.9, 20, 4_000].map((rate) => table.select(rate).name)).toEqual(['low', 'low', 'low', 'standard', 'standard']);
  });

  it('gives every rate the tier with the highest lower end that it reaches', () => {
    const rates = fc.uniqueArray(fc.integer({ min: 1, max: 4_000 }), { maxLength: 5 });
    fc.assert(
      fc.property(rates, fc.double({ min: 0, max: 5_000, noNaN: true }), (ends, rate) => {
        const entries = [0, ...ends].map((from) => ({ tier: tier(String(from)), fromRefillPerMinute: from }));
        expect(Number(new TierTable(entries, null).select(rate).name)).toBe(Math.max(...[0, ...ends].filter((from) => from <= rate)));
      }),
    );
  });

  it('stays with a pinned tier whatever the rate is', () => {
    const table = new TierTable([low, standard, night], 'night');
    expect([0, 20, 4_000].map((rate) => table.select(rate).name)).toEqual(['night', 'night', 'night']);
  });

  it('is in force with its most careful tier until a rate is known', () => {
    const inForce = new TierInForce(new TierTable([standard, low], null));
    expect(inForce.current.name).toBe('low');
    inForce.select(20);
    expect(inForce.current.name).toBe('standard');
  });
});
