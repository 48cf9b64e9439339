import type { CostModel, KeepaRequest, RequestCost } from '@smart-ingestor/contracts';
import { injectable } from 'tsyringe';
import { itemsOf, listPrice } from './price-list';
import { shapeOf } from './request-shape';

/** The price list's expectation counts as so many items already seen: the first odd bill does not turn the plan over. */
const PRIOR_ITEMS = 10;
/** Older bills fade: the mean follows Keepa's prices within about this many items. */
const REMEMBERED_ITEMS = 1_000;

interface Learned {
  readonly meanTokensPerItem: number;
  readonly weightItems: number;
  /** Larger than the price list's only after a bill that exceeded it. */
  readonly worstTokensPerItem: number;
}

/** Worst case from the price list, raised when a bill exceeds it; expectation as the running mean of what each shape cost. In memory. */
@injectable()
export class LearnedCostModel implements CostModel {
  private readonly byShape = new Map<string, Learned>();

  estimate(request: KeepaRequest): RequestCost {
    const { meanTokensPerItem, worstTokensPerItem } = this.learned(request);
    const items = itemsOf(request);
    const worstTokens = items * worstTokensPerItem;
    return {
      expectedTokens: Math.min(worstTokens, Math.ceil(items * meanTokensPerItem)),
      worstTokens,
      smallestUnitWorstTokens: Math.min(worstTokens, worstTokensPerItem),
    };
  }

  shapeOf(request: KeepaRequest): string {
    return shapeOf(request);
  }

  observe(request: KeepaRequest, tokensConsumed: number): 'within-bound' | 'bound-exceeded' {
    const items = itemsOf(request);
    if (items === 0) return 'within-bound';
    const before = this.learned(request);
    const weightItems = Math.min(before.weightItems, REMEMBERED_ITEMS - items);
    const meanTokensPerItem = (before.meanTokensPerItem * weightItems + tokensConsumed) / (weightItems + items);
    const worstTokensPerItem = Math.max(before.worstTokensPerItem, Math.ceil(tokensConsumed / items));
    this.byShape.set(shapeOf(request), { meanTokensPerItem, weightItems: weightItems + items, worstTokensPerItem });
    return tokensConsumed > items * before.worstTokensPerItem ? 'bound-exceeded' : 'within-bound';
  }

  private learned(request: KeepaRequest): Learned {
    const { expectedTokens, worstTokens } = listPrice(request);
    const prior = { meanTokensPerItem: expectedTokens, weightItems: PRIOR_ITEMS, worstTokensPerItem: worstTokens };
    return this.byShape.get(shapeOf(request)) ?? prior;
  }
}
