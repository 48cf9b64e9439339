import {
  type BucketState,
  type ForeignSpend,
  GrantStateError,
  issueGrant,
  type LedgerEntry,
  LONGEST_PROCESSING_MS,
  type Reading,
  type ReserveRequest,
  type ReserveResult,
  type TokenGrant,
} from '@smart-ingestor/contracts';
import { foreignSpendOf, projectBucket, spendKnownFromMs, type SpendTrack, type TrackedBucket } from '@smart-ingestor/token-bucket';

/** What decides whether and how a grant counts. */
export type CountedGrant = Pick<LedgerEntry, 'callId' | 'state' | 'atMs' | 'worstTokens'>;

/** An account as a reservation needs it: its bucket and every grant that may still count. */
export interface LedgerAccount {
  readonly bucket: TrackedBucket | null;
  readonly grants: readonly CountedGrant[];
}

export interface Admission {
  readonly result: ReserveResult;
  /** To be written in the same transaction. */
  readonly granted: LedgerEntry | null;
}

/** An open grant of a process that died, or of another clock: no request takes that long. Nobody knows its outcome. */
export function isOverdue(grant: CountedGrant, nowMs: number): boolean {
  return grant.state === 'open' && (nowMs - grant.atMs > LONGEST_PROCESSING_MS || isOfAnotherClock(grant, nowMs));
}

function isOfAnotherClock(grant: CountedGrant, nowMs: number): boolean {
  return grant.atMs > nowMs + LONGEST_PROCESSING_MS;
}

/** Whether the worst case of this grant must still be held back. */
function counts(grant: CountedGrant, bucket: TrackedBucket, nowMs: number): boolean {
  if ((grant.state !== 'open' && grant.state !== 'forfeited') || isOfAnotherClock(grant, nowMs)) return false;
  if (grant.state === 'open' && !isOverdue(grant, nowMs)) return true;
  // Released by any earlier reading, such grants took the balance to −627 in the trial of the laws; held until this one, to −180.
  return bucket.atMs <= grant.atMs + LONGEST_PROCESSING_MS;
}

/** Asks the policy. `account.grants` may hold grants that no longer count. */
export function admit(request: ReserveRequest, account: LedgerAccount): Admission {
  const state = stateOf(account, request.nowMs);
  if (state === null) return { result: { kind: 'unknown' }, granted: null };
  const decision = request.policy.decide(state, request.cost, request.nowMs);
  if (decision.kind !== 'allow') return { result: { ...decision, state }, granted: null };
  const granted = entryOf(request);
  return { result: { kind: 'granted', grant: grantOf(granted), state }, granted };
}

/**
 * The answer to a `reserve` whose call id is known: the same grant, with the state as if it were not yet there.
 * A closed grant is never handed out again, because a second request on it would be in no book.
 */
export function admitAgain(request: ReserveRequest, known: LedgerEntry, account: LedgerAccount): ReserveResult {
  if (known.state !== 'open' || known.accountId !== request.accountId) {
    throw new GrantStateError(
      `Call ${known.callId} is ${known.state} for account ${known.accountId} and cannot be reserved again: use a new call id.`,
    );
  }
  const others = account.grants.filter((grant) => grant.callId !== known.callId);
  const state = stateOf({ bucket: account.bucket, grants: others }, request.nowMs);
  return state === null ? { kind: 'unknown' } : { kind: 'granted', grant: grantOf(known), state };
}

export function stateOf({ bucket, grants }: LedgerAccount, nowMs: number): BucketState | null {
  if (bucket === null) return null;
  const reserved = grants.filter((grant) => counts(grant, bucket, nowMs)).reduce((sum, grant) => sum + grant.worstTokens, 0);
  return projectBucket(bucket, nowMs, reserved);
}

/** See `TokenLedger.unresolved`. */
export function unresolvedOf({ bucket, grants }: LedgerAccount, nowMs: number): { resolvableAtMs: number } | null {
  if (bucket === null) return null;
  const unknown = grants.filter((grant) => counts(grant, bucket, nowMs) && (grant.state === 'forfeited' || isOverdue(grant, nowMs)));
  if (unknown.length === 0) return null;
  return { resolvableAtMs: Math.min(...unknown.map((grant) => grant.atMs)) + LONGEST_PROCESSING_MS + 1 };
}

/**
 * What others spent. `grants`: those without a reading; of them those may explain what is missing that were granted before the anchor and not
 * before everything that the track still tells. A forfeit that a reading has resolved goes on explaining the time it fell into.
 */
export function foreignOf(spend: SpendTrack | null, grants: readonly CountedGrant[], nowMs: number): ForeignSpend | null {
  if (spend === null) return null;
  const unexplained = { inFlightTokens: 0, lostTokens: 0 };
  for (const grant of grants) {
    if (grant.atMs < spendKnownFromMs(spend) || grant.atMs >= spend.anchor.atMs) continue;
    if (grant.state === 'forfeited' || isOverdue(grant, nowMs)) unexplained.lostTokens += grant.worstTokens;
    else unexplained.inFlightTokens += grant.worstTokens;
  }
  return foreignSpendOf(spend, unexplained, nowMs);
}

/** The grant after the server's answer; `null` where it is settled already. A wrong key's body (rate 0) says nothing of the balance. */
export function settled(grant: LedgerEntry, reading: Reading): LedgerEntry | null {
  if (grant.state === 'settled') return null;
  if (grant.state === 'cancelled') throw contradiction(grant, 'settled');
  const honest = reading.refillPerMinute > 0;
  return { ...grant, state: 'settled', consumedTokens: honest ? reading.tokensConsumed : 0, tokensLeft: honest ? reading.tokensLeft : null };
}

/**
 * An answer that its process took in long after later ones were known: it had been stopped meanwhile. It tells what its request cost and nothing of
 * the bucket. Only beside the time of its grant does it differ from the answer of a server whose clock was set back.
 */
export function isLate({ atMs }: LedgerEntry, { serverEndMs }: Reading, bucket: TrackedBucket | null): boolean {
  return bucket !== null && serverEndMs < bucket.atMs - LONGEST_PROCESSING_MS && serverEndMs >= atMs - LONGEST_PROCESSING_MS;
}

/** The grant of a request that never left; `null` where that is known. It mends a forfeit: knowing is better than fearing. */
export function cancelled(grant: LedgerEntry): LedgerEntry | null {
  if (grant.state === 'settled') throw contradiction(grant, 'cancelled');
  return grant.state === 'cancelled' ? null : { ...grant, state: 'cancelled' };
}

/** "Nobody knows" contradicts nothing: where the outcome is known, it stays known. */
export function forfeited(grant: LedgerEntry): LedgerEntry | null {
  return grant.state === 'open' ? { ...grant, state: 'forfeited' } : null;
}

export function unknownGrant(callId: string): GrantStateError {
  return new GrantStateError(`Call ${callId} was never reserved in this store: reserve it first, and close it in the same store.`);
}

function contradiction(grant: LedgerEntry, to: string): GrantStateError {
  return new GrantStateError(`Call ${grant.callId} is already ${grant.state} and cannot be ${to}: a grant is closed exactly once.`);
}

function grantOf({ callId, accountId, worstTokens, atMs }: LedgerEntry): TokenGrant {
  return issueGrant({ callId, accountId, worstTokens, grantedAtMs: atMs });
}

function entryOf({ accountId, callId, cost, purpose, nowMs }: ReserveRequest): LedgerEntry {
  return {
    callId,
    accountId,
    atMs: nowMs,
    workClass: purpose.workClass,
    stage: purpose.stage,
    endpoint: purpose.endpoint,
    shape: purpose.shape,
    jobId: purpose.jobId,
    items: purpose.items,
    expectedTokens: cost.expectedTokens,
    worstTokens: cost.worstTokens,
    state: 'open',
    consumedTokens: null,
    tokensLeft: null,
  };
}
