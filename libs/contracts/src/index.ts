export type { Clock } from './clock';
export { AMAZON_HOSTS, amazonLink } from './domains';
export { type Deal, dealMargin } from './deals/deal';
export type { DealFilter, Verdict } from './deals/deal-filter';
export type * from './deals/deal-source';
export type { DealValue } from './deals/deal-value';
export { bareRow, type FeedRow } from './deals/feed-row';
export { type Fees, type MinorUnits, marginAfterFees } from './deals/money';
export type { BuyBox, ByPriceType, LiveOffer, OfferSnapshot, PriceObservation, PriceStatistics, ProductSnapshot } from './deals/product-snapshot';
export {
  ConfigError,
  type ErrorKind,
  GrantStateError,
  InvalidRequestError,
  ItemStateError,
  isSmartIngestorError,
  KeepaUnreachableError,
  KeyRefusedError,
  RequestRejectedError,
  SmartIngestorError,
  StoreUnavailableError,
  StoreUnusableError,
  TokenRechargeError,
  UnaffordableRequestError,
} from './errors';
export type { IngestionEvent, IngestionListener, RunSummary, StopReason } from './events';
export type { CostModel } from './keepa/cost-model';
export { ExchangeError, type KeepaExchange, type WireRequest, type WireResponse } from './keepa/keepa-exchange';
export type { KeepaTransport } from './keepa/keepa-transport';
export type * from './keepa/requests';
export type * from './keepa/results';
export { definePlugin, type OptionsIssue, type OptionsResult, type OptionsSchema, type Plugin, type Resolver } from './plugin';
export { type Slot, slot, slotName } from './slot';
export {
  BATCH_POLICY,
  CLOCK,
  COST_MODEL,
  DEAL_FILTER,
  DEAL_SOURCE,
  DEAL_STORE,
  DEAL_VALUE,
  KEEPA_EXCHANGE,
  KEEPA_TRANSPORT,
  LISTENER,
  LISTENERS,
  PROVIDER_OPTIONS,
  TOKEN_LEDGER,
  TOKEN_POLICY,
} from './slots';
export type { BatchPlan, BatchPolicy } from './tokens/batch-policy';
export type { BucketState } from './tokens/bucket-state';
export type { CostEstimate, RequestCost } from './tokens/cost';
export type { Reading } from './tokens/reading';
export type { Tier, TierSelector } from './tokens/tier';
export { issueGrant, type TokenGrant } from './tokens/token-grant';
export {
  type ForeignSpend,
  LONGEST_PROCESSING_MS,
  type Purpose,
  type ReserveRequest,
  type ReserveResult,
  TICK_MS,
  type TokenLedger,
} from './tokens/token-ledger';
export type { TokenDecision, TokenPolicy } from './tokens/token-policy';
export type { Stage, WeightedClass, WorkClass } from './tokens/work-class';
export type { AsinObservations, CommitOutcome, DealStore, FeedMove, Settlement, StoreCommit } from './work/deal-store';
export type * from './work/deal-table';
export type { CoverageGap, FeedCursor, FeedHead } from './work/feed-cursor';
export type { FeedKey, FeedLease, FeedPart, FeedStore } from './work/feed-store';
export { type Lease, LEASE_MS, type LeaseTerms } from './work/lease';
export type * from './work/queries';
export type { RunRecord, RunStore, RunWait } from './work/run-store';
export type * from './work/seller-table';
export type { Retention, StateRecord, StateStore, StoredRaw } from './work/state-store';
export type * from './work/work-item';
export type { ClaimRequest, DeadQuery, QueueSummary, WorkStore } from './work/work-store';
