import { bucketStateOf } from '@smart-ingestor/conformance';
import { BATCH_POLICY, type BatchPolicy, PROVIDER_OPTIONS } from '@smart-ingestor/contracts';
import { container } from 'tsyringe';
import { BudgetFit } from './budget-fit';
import { Fixed } from './fixed';
import { fixedOptions, refillTierOptions } from './options';
import { budgetFitPlugin, fixedPlugin, refillTierPlugin } from './plugin';
import { RefillTier } from './refill-tier';

const COST = { expectedTokens: 7, worstTokens: 13 };

describe('refill-tier', () => {
  const policy = new RefillTier(refillTierOptions.parse({}));
  const planAt = (refillPerMinute: number, pending = 1_000) => policy.plan(bucketStateOf({ refillPerMinute }), COST, pending);

  it('plans 50 at 20 a minute or more and 20 below, and says which', () => {
    expect(planAt(19)).toEqual({ size: 20, reason: 'refill 19/min is below the boundary of 20: 20' });
    expect(planAt(20)).toEqual({ size: 50, reason: 'refill 20/min is at or above the boundary of 20: 50' });
    expect(planAt(1).size).toBe(20);
    expect(planAt(4_000).size).toBe(50);
  });

  it('never plans more than is pending', () => {
    expect(planAt(20, 7)).toEqual({ size: 7, reason: 'refill 20/min is at or above the boundary of 20: 50; only 7 pending' });
    expect(planAt(20, 50).reason).not.toContain('pending');
  });

  it('takes boundary and sizes as options', () => {
    const own = new RefillTier(refillTierOptions.parse({ boundaryRefillPerMinute: 60, sizeAtOrAbove: 100, sizeBelow: 5 }));
    expect(own.plan(bucketStateOf({ refillPerMinute: 59 }), COST, 1_000).size).toBe(5);
    expect(own.plan(bucketStateOf({ refillPerMinute: 60 }), COST, 1_000).size).toBe(100);
  });

  it.each([
    [{ sizeBelow: 0 }, 'sizeBelow is a whole number from 1 to 100, not 0.'],
    [{ sizeAtOrAbove: 101 }, 'sizeAtOrAbove is a whole number from 1 to 100, not 101.'],
    [{ sizeAtOrAbove: '50' }, 'sizeAtOrAbove is a whole number from 1 to 100, not "50".'],
    [{ boundaryRefillPerMinute: 0 }, 'boundaryRefillPerMinute is a whole number from 1 to 20000, not 0.'],
  ])('refuses %j', (options, message) => {
    expect(refillTierOptions.safeParse(options).error?.issues.map((issue) => issue.message)).toEqual([message]);
  });
});

describe('fixed', () => {
  it('plans its size on every plan', () => {
    const policy = new Fixed({ size: 3 });
    expect(policy.plan(bucketStateOf({ refillPerMinute: 5 }), COST, 100)).toEqual({ size: 3, reason: 'fixed size 3' });
    expect(policy.plan(bucketStateOf({ refillPerMinute: 1_000 }), COST, 2)).toEqual({ size: 2, reason: 'fixed size 3; only 2 pending' });
  });

  it('needs a size from 1 to 100', () => {
    expect(fixedOptions.parse({ size: 3 })).toEqual({ size: 3 });
    for (const size of [0, 101, 2.5, '3', undefined]) {
      const { error } = fixedOptions.safeParse({ size });
      expect(error?.issues[0]?.message).toMatch(/^size is a whole number from 1 to 100, not /);
    }
  });
});

describe('budget-fit', () => {
  const planFor = (affordableTokens: number, worstTokens = 13, pending = 1_000) =>
    new BudgetFit().plan(bucketStateOf(), { expectedTokens: 1, worstTokens }, pending, affordableTokens);

  it('plans as many as the floor affords at their worst case', () => {
    expect(planFor(185)).toEqual({ size: 14, reason: '185 tokens at up to 13 each pay for 14' });
    expect(planFor(181)).toMatchObject({ size: 13 });
    expect(planFor(182)).toMatchObject({ size: 14 });
  });

  it('plans at least 1 and at most 100', () => {
    expect(planFor(-55)).toEqual({ size: 1, reason: '-55 tokens at up to 13 each pay for 0: the minimum of 1' });
    expect(planFor(12).size).toBe(1);
    expect(planFor(5_000)).toMatchObject({ size: 100, reason: expect.stringContaining("Keepa's limit of 100") });
    expect(planFor(0, 0).size).toBe(100);
  });
});

describe('The plugins of the batch policies', () => {
  it.each([
    { plugin: refillTierPlugin, useClass: RefillTier, options: refillTierOptions.parse({}) },
    { plugin: fixedPlugin, useClass: Fixed, options: { size: 3 } },
    { plugin: budgetFitPlugin, useClass: BudgetFit, options: {} },
  ])('resolve $plugin.name from a container', ({ plugin, useClass, options }) => {
    const child = container.createChildContainer();
    child.registerInstance<unknown>(PROVIDER_OPTIONS, options);
    child.register<BatchPolicy>(BATCH_POLICY, { useClass });
    expect(plugin).toMatchObject({ slot: BATCH_POLICY, useClass });
    expect(child.resolve<BatchPolicy>(BATCH_POLICY).name).toBe(plugin.name);
  });
});
