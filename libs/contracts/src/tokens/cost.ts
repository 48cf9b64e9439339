/** What one request may cost. Admission uses the worst case, planning the expectation. */
export interface CostEstimate {
  readonly expectedTokens: number;
  readonly worstTokens: number;
}

/** The cost of a whole request and of its smallest useful part; equal where the request cannot be divided. */
export interface RequestCost extends CostEstimate {
  readonly smallestUnitWorstTokens: number;
}
