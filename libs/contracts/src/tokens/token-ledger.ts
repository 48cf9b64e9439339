import type { BucketState } from './bucket-state';
import type { RequestCost } from './cost';
import type { Reading } from './reading';
import type { TokenGrant } from './token-grant';
import type { TokenDecision, TokenPolicy } from './token-policy';
import type { Stage, WorkClass } from './work-class';

/** Why a request is made; kept with the grant so that every token can be explained. */
export interface Purpose {
  readonly workClass: WorkClass;
  readonly stage: Stage;
  readonly endpoint: string;
  /** Request shape by which costs are learned, e.g. `product:offers=20,stats`. */
  readonly shape: string;
  readonly jobId: string | null;
  /** ASINs, pages or sellers that the request carries. */
  readonly items: number;
}

export interface ReserveRequest {
  readonly accountId: string;
  /** Chosen by the caller; a repeated `reserve` with the same id returns the same grant. */
  readonly callId: string;
  readonly cost: RequestCost;
  readonly purpose: Purpose;
  readonly policy: TokenPolicy;
  /** Server time. */
  readonly nowMs: number;
}

export type ReserveResult =
  | { readonly kind: 'granted'; readonly grant: TokenGrant; readonly state: BucketState }
  | (Exclude<TokenDecision, { kind: 'allow' }> & { readonly state: BucketState })
  /** No reading of this account yet: read `/token` first. */
  | { readonly kind: 'unknown' };

/**
 * The shared, durable record of the last reading and of every grant of an account. Atomic across processes on one store: `reserve`
 * projects the bucket, asks the policy and writes the grant in one step. All times are server time.
 *
 * An open grant counts at its worst case. A forfeited one goes on counting until a reading that ended later than
 * `grantedAtMs + LONGEST_PROCESSING_MS`, because until then the server may still charge it. An open grant older than that belongs to a
 * dead process and is treated as forfeited. A grant made later than `nowMs + LONGEST_PROCESSING_MS` was made by another clock (a restarted
 * simulator) and counts nothing.
 */
export interface TokenLedger {
  reserve(request: ReserveRequest): Promise<ReserveResult>;
  /** The server answered: records what was consumed and, unless a later reading is known, the balance. Idempotent; also mends a forfeit. */
  settle(callId: string, reading: Reading): Promise<void>;
  /** It never left: nothing was spent. Idempotent. */
  cancel(callId: string): Promise<void>;
  /** Nobody knows whether it was charged. Idempotent. */
  forfeit(callId: string): Promise<void>;
  /** A reading that belongs to no grant (`/token`). One with refill rate 0 (a wrong key) is ignored. */
  observe(accountId: string, reading: Reading): Promise<void>;
  /** `null` while no reading is known. */
  state(accountId: string, nowMs: number): Promise<BucketState | null>;
  /** Oldest grant whose outcome is unknown and from when on one free `/token` read would resolve it; `null` if there is none. */
  unresolved(accountId: string, nowMs: number): Promise<{ readonly resolvableAtMs: number } | null>;
  /** What others spent on the same key lately; `null` while nothing points to anybody else. */
  foreignSpend(accountId: string, nowMs: number): Promise<ForeignSpend | null>;
}

/** The difference between the balances that our own requests explain and those that Keepa reported. */
export interface ForeignSpend {
  /** Over the window from `sinceMs` to the last reading. */
  readonly tokens: number;
  readonly sinceMs: number;
  readonly tokensPerMinute: number;
}

/** Keepa adds `refillRate` tokens every 60.2 s (60,000 ms and about 200 ms, measured over 7 months). */
export const TICK_MS = 60_200;
/** Longest time after which the server may still charge a request: the transport's 120 s and a margin for the network. */
export const LONGEST_PROCESSING_MS = 150_000;
