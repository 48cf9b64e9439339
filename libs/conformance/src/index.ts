export { describeBatchPolicy } from './batch-policy.suite';
export { bucketStateOf, SUITE_NOW_MS } from './bucket-states';
export { emptyFeedRow, feedRowOf, productOf, statisticsOf } from './deal-data';
export { describeDealFilter } from './deal-filter.suite';
export { describeTokenPolicy, type TokenPolicyLaws } from './token-policy.suite';
export { VirtualClock } from './virtual-clock';
