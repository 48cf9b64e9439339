import type { LedgerEntry, Reading, ReserveRequest, ReserveResult, TokenLedger } from '@smart-ingestor/contracts';
import { observeReading, type SpendTrack, type TrackedBucket, trackSpend } from '@smart-ingestor/token-bucket';
import {
  admit,
  admitAgain,
  cancelled,
  foreignOf,
  forfeited,
  isLate,
  isOverdue,
  settled,
  stateOf,
  unknownGrant,
  unresolvedOf,
  type LedgerAccount,
} from '../rules/grant-rules';
import { type GrantGroup } from '../rules/ledger-totals';
import { HOUR_MS } from '../rules/status';
import { LedgerHours } from './ledger-hours';

/** Every method does its work before it first awaits, so each is atomic within the process. */
export class MemoryLedger implements TokenLedger {
  private readonly buckets = new Map<string, TrackedBucket>();
  private readonly spends = new Map<string, SpendTrack>();
  private readonly hours = new Map<string, LedgerHours>();
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
    if (!isLate(closed, reading, this.buckets.get(closed.accountId) ?? null)) this.take(closed.accountId, reading);
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

  async foreignSpend(accountId: string, nowMs: number): ReturnType<TokenLedger['foreignSpend']> {
    return foreignOf(this.spends.get(accountId) ?? null, this.account(accountId).grants, nowMs);
  }

  /** Whole hours are added up already; only the first one is counted line by line. */
  groups(accountId: string, sinceMs: number): readonly GrantGroup[] {
    const hours = this.hours.get(accountId);
    if (hours === undefined) return [];
    const lines = sinceMs % HOUR_MS === 0 ? [] : [...hours.callIdsOfHour(sinceMs)].map((callId) => this.grants.get(callId)!);
    const first = lines.filter((line) => line.atMs >= sinceMs).map((line) => ({ ...line, grants: 1, consumedTokens: line.consumedTokens ?? 0 }));
    return [...first, ...hours.wholeHours(Math.ceil(sinceMs / HOUR_MS) * HOUR_MS)];
  }

  /** In the order they were granted, which is nearly that of their times. Returns how many went. */
  deleteClosedBefore(beforeMs: number, limit: number): number {
    const closed = [...this.grants.values()].filter((grant) => grant.state !== 'open' && grant.atMs < beforeMs);
    const doomed = closed.sort((a, b) => a.atMs - b.atMs).slice(0, limit);
    for (const grant of doomed) {
      this.grants.delete(grant.callId);
      this.uncertain.get(grant.accountId)?.delete(grant.callId);
      this.hours.get(grant.accountId)!.forget(grant);
    }
    return doomed.length;
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
    const spend = trackSpend(this.spends.get(accountId) ?? null, reading);
    if (spend === null) this.spends.delete(accountId);
    else this.spends.set(accountId, spend);
  }

  private writeIfChanged(grant: LedgerEntry | null): void {
    if (grant !== null) this.write(grant);
  }

  private write(grant: LedgerEntry): void {
    const hours = this.hours.get(grant.accountId) ?? new LedgerHours();
    this.hours.set(grant.accountId, hours);
    hours.count(grant, this.grants.get(grant.callId));
    this.grants.set(grant.callId, grant);
    const uncertain = this.uncertain.get(grant.accountId) ?? new Set<string>();
    this.uncertain.set(grant.accountId, uncertain);
    if (grant.state === 'open' || grant.state === 'forfeited') uncertain.add(grant.callId);
    else uncertain.delete(grant.callId);
  }
}
