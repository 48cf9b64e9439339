import { feedRowOf, productOf, statisticsOf } from '@smart-ingestor/conformance';
import { DEAL_VALUE, type DealValue } from '@smart-ingestor/contracts';
import { container } from 'tsyringe';
import { BestMargin } from './best-margin';
import { BiggestDrop } from './biggest-drop';
import { NewestFirst } from './newest-first';
import { noOptions } from './options';
import { bestMarginPlugin, biggestDropPlugin, newestFirstPlugin } from './plugin';

const NO_FEES = { referralPercent: null, pickAndPackMinor: null, variableClosingMinor: null };

describe('newest-first', () => {
  it('makes no difference, so that the newest lastUpdate decides', () => {
    const value = new NewestFirst();
    expect(value.valueOf()).toBe(0);
  });
});

describe('biggest-drop', () => {
  const value = new BiggestDrop();

  it('goes by the row until there is a peek', () => {
    expect(value.valueOf(feedRowOf({ drop90Percent: 63 }), null)).toBe(63);
    expect(value.valueOf(feedRowOf({ drop90Percent: -11 }), null)).toBe(-11);
    expect(value.valueOf(feedRowOf({ drop90Percent: null }), null)).toBe(0);
  });

  it('goes by the statistics of the peek for the price type of the row', () => {
    const product = productOf({ statistics: statisticsOf({ 2: 1_000, 1: 1 }, { 2: 4_000, 1: 9_999 }) });
    expect(value.valueOf(feedRowOf({ drop90Percent: 10 }), product)).toBe(75);
    expect(value.valueOf(feedRowOf({ drop90Percent: 10 }), productOf({ statistics: statisticsOf() }))).toBe(10);
  });
});

describe('best-margin', () => {
  const value = new BestMargin();

  it('is what is left after fees, once the peek has told them', () => {
    // Sells at 40.00, buys at 15.00, of which 15 %, 5.00 and 1.80 are fees.
    expect(value.valueOf(feedRowOf(), productOf())).toBe(1_220);
    expect(value.valueOf(feedRowOf(), null)).toBe(0);
  });

  it('is 0 where a fee is unknown, and below 0 for a loss', () => {
    expect(value.valueOf(feedRowOf(), productOf({ fees: NO_FEES }))).toBe(0);
    expect(value.valueOf(feedRowOf({ currentMinor: 4_000 }), productOf())).toBe(-1_280);
  });
});

describe('The plugins of the deal values', () => {
  it.each([
    { plugin: newestFirstPlugin, useClass: NewestFirst },
    { plugin: biggestDropPlugin, useClass: BiggestDrop },
    { plugin: bestMarginPlugin, useClass: BestMargin },
  ])('resolve $plugin.name from a container', ({ plugin, useClass }) => {
    const child = container.createChildContainer();
    child.register<DealValue>(DEAL_VALUE, { useClass });
    expect(plugin).toMatchObject({ slot: DEAL_VALUE, useClass });
    expect(child.resolve<DealValue>(DEAL_VALUE).name).toBe(plugin.name);
  });

  it('take no options, and refuse what they do not know', () => {
    expect(noOptions.parse(undefined)).toEqual({});
    expect(noOptions.safeParse({ weight: 2 }).success).toBe(false);
  });
});
