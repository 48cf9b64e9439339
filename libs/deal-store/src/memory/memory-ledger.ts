import type { LedgerEntry, Reading, ReserveRequest, ReserveResult, TokenLedger } from '@smart-ingestor/contracts';
import { observeReading, type TrackedBucket } from '@smart-ingestor/token-bucket';
import {
  admit,
  admitAgain,
  cancelled,
  forfeited,
  isOverdue,
  settled,
  stateOf,
  unknownGrant,
  unresolvedOf,
  type LedgerAccount,
} from '../rules/grant-rules';

/** Every method does its work before it first awaits, so each is atomic within the process. */
export class MemoryLedger implements TokenLedger {
  private readonly buckets = new Map<string, TrackedBucket>();
  /** In the order they were granted. */
  private readonly grants = new Map<string, LedgerEntry>();
  /** Call ids of open and forfeited grants, by account: few, however long the ledger gets. */
  private readonly uncertain = new Map<string, Set<string>>();

  async reserve(request: ReserveRequest): Promise<ReserveResult> {
    this.forfeitOverdue(request.accountId, request.nowMs);
    const known = this.grants.get(request.callId);
    if (known !== undefined) return admitAgain(request, known, this.account(request.accountId));
    const { result, granted } = admit(request, this.account(request.accountId));
    if (granted !== null) this.write(granted);
    return result;
  }

  async settle(callId: string, reading: Reading): Promise<void> {
    this.settleNow(callId, reading);
  }

  /** @throws {GrantStateError} before anything has changed. */
  settleNow(callId: string, reading: Reading): void {
    const closed = settled(this.known(callId), reading);
    if (closed === null) return;
    this.write(closed);
    this.take(closed.accountId, reading);
  }

  async cancel(callId: string): Promise<void> {
    this.writeIfChanged(cancelled(this.known(callId)));
  }

  async forfeit(callId: string): Promise<void> {
    this.writeIfChanged(forfeited(this.known(callId)));
  }

  async observe(accountId: string, reading: Reading): Promise<void> {
    this.take(accountId, reading);
  }

  async state(accountId: string, nowMs: number): ReturnType<TokenLedger['state']> {
    return stateOf(this.account(accountId), nowMs);
  }

  async unresolved(accountId: string, nowMs: number): ReturnType<TokenLedger['unresolved']> {
    return unresolvedOf(this.account(accountId), nowMs);
  }

  /** In the order they were granted. */
  allGrants(): Iterable<LedgerEntry> {
    return this.grants.values();
  }

  accountIds(): readonly string[] {
    return [...new Set([...this.buckets.keys(), ...this.uncertain.keys()])].sort();
  }

  private account(accountId: string): LedgerAccount {
    const callIds = [...(this.uncertain.get(accountId) ?? [])];
    return { bucket: this.buckets.get(accountId) ?? null, grants: callIds.map((callId) => this.grants.get(callId)!) };
  }

  private forfeitOverdue(accountId: string, nowMs: number): void {
    for (const callId of this.uncertain.get(accountId) ?? []) {
      const grant = this.grants.get(callId)!;
      if (isOverdue(grant, nowMs)) this.writeIfChanged(forfeited(grant));
    }
  }

  private known(callId: string): LedgerEntry {
    const grant = this.grants.get(callId);
    if (grant === undefined) throw unknownGrant(callId);
    return grant;
  }

  private take(accountId: string, reading: Reading): void {
    const bucket = observeReading(this.buckets.get(accountId) ?? null, reading);
    if (bucket !== null) this.buckets.set(accountId, bucket);
  }

  private writeIfChanged(grant: LedgerEntry | null): void {
    if (grant !== null) this.write(grant);
  }

  private write(grant: LedgerEntry): void {
    this.grants.set(grant.callId, grant);
    const uncertain = this.uncertain.get(grant.accountId) ?? new Set<string>();
    this.uncertain.set(grant.accountId, uncertain);
    if (grant.state === 'open' || grant.state === 'forfeited') uncertain.add(grant.callId);
    else uncertain.delete(grant.callId);
  }
}
