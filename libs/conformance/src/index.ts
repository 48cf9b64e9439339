export { describeBatchPolicy } from './batch-policy.suite';
export { bucketStateOf, SUITE_NOW_MS } from './bucket-states';
export { emptyFeedRow, feedRowOf, productOf, statisticsOf } from './deal-data';
export { describeDealFilter } from './deal-filter.suite';
export { describeDealSource } from './deal-source.suite';
export { describeDealValue } from './deal-value.suite';
export { describeDealStore } from './deal-store.suite';
export { describeTokenPolicy, type TokenPolicyLaws } from './token-policy.suite';
export { describeTransport } from './keepa-transport.suite';
export { brokenLaws, type Law, lawsOf } from './laws-of';
export { type ScriptedAnswer, ScriptedExchange } from './scripted-exchange';
export { VirtualClock } from './virtual-clock';
export {
  claimOf,
  cursorOf,
  dealOf,
  feedMoveOf,
  floorPolicy,
  headOf,
  type MakeStore,
  newItemOf,
  rawResponseOf,
  readingOf,
  reserveRequestOf,
} from './sample-data';
export { describeTokenLedger } from './token-ledger.suite';
export { refreshClaimOf, sellerClaimOf } from './refresh-data';
