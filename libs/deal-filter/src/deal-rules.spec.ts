import { emptyFeedRow, feedRowOf, productOf, statisticsOf } from '@smart-ingestor/conformance';
import { DEAL_FILTER, type DealFilter, dealMargin, PROVIDER_OPTIONS, type Verdict } from '@smart-ingestor/contracts';
import { container } from 'tsyringe';
import { DealRules } from './deal-rules';
import { dealRulesOptions } from './options';
import { dealRulesPlugin } from './plugin';
import { REASON_CODES, RULES } from './rules';

/** Every default off: one rule at a time. */
const OFF = { dropPercent: null, salesRank: null, salesRankDrops90: null, marginMinor: null };

function rules(options: object): DealRules {
  return new DealRules(dealRulesOptions.parse(options));
}

function only(options: object): DealRules {
  return rules({ ...OFF, ...options });
}

function rejected(reason: string): Verdict {
  return { keep: false, reason };
}

const KEPT: Verdict = { keep: true };

describe('With its defaults the filter', () => {
  const filter = rules({});

  it('keeps a deal that sells, at a drop, with a profit', () => {
    expect(filter.judgeRow(feedRowOf())).toEqual(KEPT);
    expect(filter.judgePeek(feedRowOf(), productOf())).toEqual(KEPT);
  });

  it.each([
    ['drop-below-min', feedRowOf({ drop90Percent: 9 })],
    ['rank-above-max', feedRowOf({ salesRank: 2_000_001 })],
    ['rank-drops-90-below-min', feedRowOf({ salesRankDrops90: 0 })],
    ['margin-below-min', feedRowOf({ avg90Minor: 1_500 })],
  ])('rejects with %s', (reason, row) => {
    expect(filter.judgeRow(row)).toEqual(rejected(reason));
  });

  it('rejects a deal that makes a loss after fees', () => {
    // 4,000 − 15 % (600) − 500 − 180 − 1,500 = 1,220 of margin; at 2,720 it is exactly 0.
    expect(dealMargin(feedRowOf({ currentMinor: 2_720 }), productOf())).toBe(0);
    expect(filter.judgePeek(feedRowOf({ currentMinor: 2_720 }), productOf())).toEqual(rejected('margin-below-min'));
    expect(filter.judgePeek(feedRowOf({ currentMinor: 2_719 }), productOf())).toEqual(KEPT);
  });
});

describe('Each limit', () => {
  it.each([
    ['priceMinor', 'price', 'currentMinor'],
    ['dropPercent', 'drop', 'drop90Percent'],
    ['salesRank', 'rank', 'salesRank'],
    ['salesRankDrops30', 'rank-drops-30', 'salesRankDrops30'],
    ['salesRankDrops90', 'rank-drops-90', 'salesRankDrops90'],
    ['newOfferCount', 'new-offers', 'newOfferCount'],
    ['usedOfferCount', 'used-offers', 'usedOfferCount'],
  ] as const)('%s is inclusive, and its codes begin with %s', (option, code, member) => {
    const filter = only({ [option]: { min: 20, max: 40 } });
    const judge = (value: number): Verdict => filter.judgeRow(feedRowOf({ [member]: value }));
    expect([19, 20, 40, 41].map(judge)).toEqual([rejected(`${code}-below-min`), KEPT, KEPT, rejected(`${code}-above-max`)]);
    expect(filter.judgePeek(feedRowOf({ [member]: 19 }), productOf())).toEqual(rejected(`${code}-below-min`));
  });

  it('of the margin is judged after fees, in money and in percent of the purchase price', () => {
    const margin = (options: object): Verdict => only(options).judgePeek(feedRowOf(), productOf());
    expect(margin({ marginMinor: { min: 1_220 } })).toEqual(KEPT);
    expect(margin({ marginMinor: { min: 1_221 } })).toEqual(rejected('margin-below-min'));
    expect(margin({ marginMinor: { max: 1_219 } })).toEqual(rejected('margin-above-max'));
    expect(margin({ marginPercent: { min: 81 } })).toEqual(KEPT);
    expect(margin({ marginPercent: { min: 82 } })).toEqual(rejected('margin-percent-below-min'));
  });

  it('of the margin rejects a row only when no fee at all would still be too little', () => {
    const filter = only({ marginMinor: { min: 2_000, max: 2_100 } });
    expect(filter.judgeRow(feedRowOf({ currentMinor: 2_001 }))).toEqual(rejected('margin-below-min'));
    expect(filter.judgeRow(feedRowOf({ currentMinor: 2_000 }))).toEqual(KEPT);
    expect(filter.judgeRow(feedRowOf({ currentMinor: 1 }))).toEqual(KEPT);
  });
});

describe('The peek', () => {
  it('overrules the row with what is newer', () => {
    const judge = (options: object, product = productOf()): Verdict => only(options).judgePeek(feedRowOf(), product);
    const dearer = productOf({
      statistics: { ...statisticsOf({ 2: 3_000, 3: 70_000, 11: 5, 12: 6 }, { 2: 4_000 }), salesRankDrops30: 2, salesRankDrops90: 3 },
    });
    expect(judge({ priceMinor: { max: 2_000 } })).toEqual(KEPT);
    expect(judge({ priceMinor: { max: 2_000 } }, dearer)).toEqual(rejected('price-above-max'));
    expect(judge({ dropPercent: { min: 26 } }, dearer)).toEqual(rejected('drop-below-min'));
    expect(judge({ dropPercent: { min: 25 } }, dearer)).toEqual(KEPT);
    // 24.75 percent: Keepa says 25.
    expect(judge({ dropPercent: { min: 25 } }, productOf({ statistics: statisticsOf({ 2: 3_010 }, { 2: 4_000 }) }))).toEqual(KEPT);
    expect(judge({ salesRank: { max: 60_000 } }, dearer)).toEqual(rejected('rank-above-max'));
    expect(judge({ salesRankDrops30: { min: 3 } }, dearer)).toEqual(rejected('rank-drops-30-below-min'));
    expect(judge({ salesRankDrops90: { min: 4 } }, dearer)).toEqual(rejected('rank-drops-90-below-min'));
    expect(judge({ newOfferCount: { min: 6 } }, dearer)).toEqual(rejected('new-offers-below-min'));
    expect(judge({ usedOfferCount: { min: 7 } }, dearer)).toEqual(rejected('used-offers-below-min'));
  });

  it('leaves the row in force where it knows nothing', () => {
    const silent = productOf({ statistics: statisticsOf() });
    expect(only({ priceMinor: { max: 1_499 } }).judgePeek(feedRowOf(), silent)).toEqual(rejected('price-above-max'));
    expect(only({ dropPercent: { min: 64 } }).judgePeek(feedRowOf(), silent)).toEqual(rejected('drop-below-min'));
  });
});

describe('What is unknown', () => {
  const NO_FEES = { referralPercent: null, pickAndPackMinor: null, variableClosingMinor: null };

  it('is no reason to reject', () => {
    expect(rules({}).judgeRow(emptyFeedRow())).toEqual(KEPT);
    expect(rules({}).judgePeek(emptyFeedRow(), productOf({ fees: NO_FEES }))).toEqual(KEPT);
  });

  it('is one if the options say so, and names the rule', () => {
    expect(only({ unknown: 'reject', salesRank: { max: 10 } }).judgeRow(emptyFeedRow())).toEqual(rejected('rank-unknown'));
    expect(only({ unknown: 'reject', marginMinor: { min: 1 } }).judgePeek(feedRowOf(), productOf({ fees: NO_FEES }))).toEqual(
      rejected('margin-unknown'),
    );
  });

  it('is not asked of a rule that is off, nor of a margin before the peek', () => {
    expect(only({ unknown: 'reject' }).judgeRow(emptyFeedRow())).toEqual(KEPT);
    expect(only({ unknown: 'reject', marginMinor: { min: 1 } }).judgeRow(emptyFeedRow())).toEqual(KEPT);
    expect(only({ unknown: 'reject', priceMinor: {} }).judgeRow(emptyFeedRow())).toEqual(KEPT);
  });
});

describe('The hash', () => {
  it('changes with every option that can change a verdict', () => {
    const variants = [
      {},
      { unknown: 'reject' },
      ...RULES.flatMap(({ option }) => [{ [option]: null }, { [option]: { min: 7 } }, { [option]: { max: 7 } }]),
    ].map(
      (options) =>
        rules({
          salesRankDrops30: { min: 2 },
          newOfferCount: { max: 9 },
          usedOfferCount: { max: 9 },
          priceMinor: { min: 3 },
          ...options,
          marginPercent: { min: 4 },
          ...options,
        }).hash,
    );
    const distinct = new Set(variants);
    expect(distinct.size).toBe(variants.length);
  });

  it('does not depend on the order of the options, nor on whether a default is written out', () => {
    expect(rules({ priceMinor: { min: 1, max: 2 }, unknown: 'keep' }).hash).toBe(rules({ unknown: 'keep', priceMinor: { max: 2, min: 1 } }).hash);
    expect(rules({ dropPercent: { min: 10 } }).hash).toBe(rules({}).hash);
    expect(rules({ priceMinor: {} }).hash).toBe(rules({}).hash);
  });
});

describe('The options', () => {
  it.each([
    [{ priceMinor: { min: -1 } }, 'priceMinor.min is a whole number from 0 to 2147483647, not -1.'],
    [{ dropPercent: { min: '10' } }, 'dropPercent.min is a whole number from -1000 to 99, not "10".'],
    [{ priceMinor: { min: 5, max: 4 } }, 'priceMinor: min 5 is above max 4, so nothing could pass.'],
    [{ unknown: 'maybe' }, `unknown is 'keep' or 'reject', not "maybe".`],
  ])('refuse %j', (options, message) => {
    expect(dealRulesOptions.safeParse(options).error?.issues.map((issue) => issue.message)).toEqual([message]);
  });

  it('refuse what they do not know, and name all problems at once', () => {
    expect(dealRulesOptions.safeParse({ price: { min: 1 } }).success).toBe(false);
    expect(dealRulesOptions.safeParse({ priceMinor: { from: 1 } }).success).toBe(false);
    expect(dealRulesOptions.safeParse({ priceMinor: { min: -1 }, salesRank: { max: 0 } }).error?.issues).toHaveLength(2);
  });
});

describe('The reason codes', () => {
  it('are unique and three for each rule', () => {
    expect(new Set(REASON_CODES).size).toBe(3 * RULES.length);
    expect(REASON_CODES).toContain('price-above-max');
  });
});

describe('The plugin of deal-rules', () => {
  it('resolves from a container', () => {
    const child = container.createChildContainer();
    child.registerInstance<unknown>(PROVIDER_OPTIONS, dealRulesOptions.parse(undefined));
    child.register<DealFilter>(DEAL_FILTER, { useClass: DealRules });
    expect(dealRulesPlugin).toMatchObject({ slot: DEAL_FILTER, useClass: DealRules });
    expect(child.resolve<DealFilter>(DEAL_FILTER).name).toBe(dealRulesPlugin.name);
  });
});
