import {
  type ClaimedItem,
  type ClaimRequest,
  type Deal,
  type DealStore,
  type FeedCursor,
  type FeedHead,
  type FeedMove,
  type NewItem,
  type RawResponse,
  type Reading,
  type ReserveRequest,
  type TokenLedger,
  type TokenPolicy,
} from '@smart-ingestor/contracts';
import { SUITE_NOW_MS } from './bucket-states';
import { feedRowOf, productOf } from './deal-data';

/** What both store suites run on: not yet opened, with nothing in it. */
export type MakeStore = () => (DealStore & TokenLedger) | Promise<DealStore & TokenLedger>;

/** Test data: the account of a 5 tokens/min plan says that 200 are left, the next tick in half a minute. */
export function readingOf(fields: Partial<Reading> = {}): Reading {
  return {
    serverEndMs: SUITE_NOW_MS,
    tokensLeft: 200,
    refillInMs: 30_000,
    refillPerMinute: 5,
    tokenFlowReduction: 0,
    tokensConsumed: 0,
    ...fields,
  };
}

/** Test data: lets everything through that leaves at least `floorTokens`. */
export function floorPolicy(floorTokens: number): TokenPolicy {
  return {
    name: `floor ${floorTokens}`,
    decide: (state, cost, nowMs) =>
      state.balanceTokens - state.reservedWorstTokens - cost.worstTokens >= floorTokens
        ? { kind: 'allow' }
        : { kind: 'wait', untilMs: nowMs + state.tickMs, reason: 'below the floor' },
  };
}

/** Test data: one peek of 10 ASINs for account `acc`, at worst 10 tokens, under no policy to speak of. */
export function reserveRequestOf(callId: string, fields: Partial<ReserveRequest> = {}): ReserveRequest {
  return {
    accountId: 'acc',
    callId,
    cost: { expectedTokens: 8, worstTokens: 10, smallestUnitWorstTokens: 1 },
    purpose: { workClass: 'discover', stage: 'peek', endpoint: 'product', shape: 'product:stats', jobId: 'books', items: 10 },
    policy: floorPolicy(-1_000_000),
    nowMs: SUITE_NOW_MS,
    ...fields,
  };
}

/** Test data: a row of the feed as a scan of job `books` delivers it; `asin` and `lastUpdateMs` go into the row, too. */
export function newItemOf(fields: Partial<NewItem> = {}): NewItem {
  const { asin, lastUpdateMs, domainId } = { ...feedRowOf(), ...fields };
  return {
    jobId: 'books',
    domainId,
    asin,
    lastUpdateMs,
    feed: feedRowOf({ asin, lastUpdateMs, domainId }),
    state: 'queued',
    reason: null,
    filterHash: 'f1',
    value: 0,
    ...fields,
  };
}

/** Test data: a complete deal; `asin` and `domainId` go into its row and its product, too. */
export function dealOf(fields: Partial<Deal> = {}): Deal {
  const { asin, domainId } = { ...feedRowOf(), ...fields };
  return {
    domainId,
    asin,
    jobId: 'books',
    feed: feedRowOf({ asin, domainId }),
    product: productOf({ asin, domainId }),
    marginMinor: 1_220,
    rejectedReason: null,
    firstStoredMs: SUITE_NOW_MS,
    lastSeenMs: SUITE_NOW_MS,
    ...fields,
  };
}

export function rawResponseOf(text: string): RawResponse {
  return { endpoint: 'deal', request: '{"page":0}', status: 200, body: new TextEncoder().encode(text) };
}

/** Test data: the first page of the feed `h1` of job `books` was read. */
export function cursorOf(fields: Partial<FeedCursor> = {}): FeedCursor {
  return {
    jobId: 'books',
    feedHash: 'h1',
    passStartedMs: SUITE_NOW_MS,
    passCompletedMs: null,
    coveredToMs: null,
    pagesRead: 1,
    lastRowCount: 150,
    pagesPerPass: 1,
    newestUpdateMs: SUITE_NOW_MS - 1,
    oldestUpdateMs: SUITE_NOW_MS - 9,
    ...fields,
  };
}

export function claimOf(fields: Partial<ClaimRequest> = {}): ClaimRequest {
  return { jobId: 'books', state: 'queued', limit: 10, owner: 'me', leaseMs: 150_000, nowMs: SUITE_NOW_MS, ...fields };
}

/** Claims exactly one item, or fails. */
export async function claimOne(store: DealStore, fields: Partial<ClaimRequest> = {}): Promise<ClaimedItem> {
  const claimed = await store.work.claim(claimOf({ limit: 1, ...fields }));
  if (claimed.length !== 1) throw new Error(`Expected one item to claim, found ${claimed.length}`);
  return claimed[0]!;
}

/** Test data: the head of the feed `h1` of job `books` is being read for the first time. */
export function headOf(fields: Partial<FeedHead> = {}): FeedHead {
  return {
    jobId: 'books',
    feedHash: 'h1',
    reachedMs: null,
    startedMs: SUITE_NOW_MS,
    pagesRead: 1,
    newestCreatedMs: null,
    runningNewestCreatedMs: SUITE_NOW_MS - 5,
    orderVerified: true,
    ...fields,
  };
}

/** Leases the feed and says how its cursor moves. */
export async function feedMoveOf(store: DealStore, cursor: FeedCursor, nowMs = SUITE_NOW_MS): Promise<FeedMove> {
  const lease = await store.feeds.claim(cursor, 'pass', { owner: 'me', leaseMs: 150_000, nowMs });
  if (lease === null) throw new Error(`The feed ${cursor.feedHash} of job ${cursor.jobId} is being read already`);
  return { lease, cursor };
}
