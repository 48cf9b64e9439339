import type { RequestCost } from '../tokens/cost';
import type { KeepaRequest } from './requests';

/** Prices a request before it is sent, and learns from what it cost. */
export interface CostModel {
  /** Worst case from the documented price list; expectation from what requests of this shape cost so far. */
  estimate(request: KeepaRequest): RequestCost;
  /** The shape by which costs are learned; two requests that differ only in their ASINs share one. */
  shapeOf(request: KeepaRequest): string;
  /** Learns. `bound-exceeded`: the price list was wrong, from now on the worst case of this shape is at least what was seen. */
  observe(request: KeepaRequest, tokensConsumed: number): 'within-bound' | 'bound-exceeded';
}
