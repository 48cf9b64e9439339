export {
  foreignSpendOf,
  SPEND_WINDOW_MS,
  spendKnownFromMs,
  type SpendAnchor,
  type SpendStretch,
  type SpendTrack,
  trackSpend,
  type Unexplained,
} from './foreign-spend';
export {
  balanceAt,
  CAPACITY_MINUTES,
  capacityOf,
  observeReading,
  projectBucket,
  REFILL_IN_FLOOR_MS,
  TICK_DRIFT_MS,
  TICK_SLACK_MS,
  type TrackedBucket,
} from './tracked-bucket';
export { availableTokens, reachedAtMs } from './waits';
