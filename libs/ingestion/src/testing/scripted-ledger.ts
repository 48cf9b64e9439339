import {
  type BucketState,
  type ForeignSpend,
  issueGrant,
  type Reading,
  type ReserveRequest,
  type ReserveResult,
  type TokenDecision,
  type TokenLedger,
} from '@smart-ingestor/contracts';
import { observeReading, projectBucket, type TrackedBucket } from '@smart-ingestor/token-bucket';

/** Test fake: asks the policy (or `decisions`, as long as they last) and records how often, and how, every grant was closed. */
export class ScriptedLedger implements TokenLedger {
  readonly reserved: ReserveRequest[] = [];
  /** By call id, in order; a grant that is open has none. */
  readonly closings = new Map<string, string[]>();
  decisions: TokenDecision[] = [];
  /** From then on one reading resolves the request with an unknown outcome. */
  resolvableAtMs: number | null = null;
  foreign: ForeignSpend | null = null;
  foreignAsked = 0;
  private bucket: TrackedBucket | null = null;
  private readonly openWorstTokens = new Map<string, number>();

  async reserve(request: ReserveRequest): Promise<ReserveResult> {
    const state = await this.state(request.accountId, request.nowMs);
    if (state === null) return { kind: 'unknown' };
    this.reserved.push(request);
    const decision = this.decisions.shift() ?? request.policy.decide(state, request.cost, request.nowMs);
    if (decision.kind !== 'allow') return { ...decision, state };
    const { accountId, callId, cost, nowMs } = request;
    this.closings.set(callId, []);
    this.openWorstTokens.set(callId, cost.worstTokens);
    return { kind: 'granted', grant: issueGrant({ accountId, callId, worstTokens: cost.worstTokens, grantedAtMs: nowMs }), state };
  }

  async settle(callId: string, reading: Reading): Promise<void> {
    this.close(callId, `settled at ${reading.tokensConsumed}`);
    this.take(reading);
  }

  async cancel(callId: string): Promise<void> {
    this.close(callId, 'cancelled');
  }

  async forfeit(callId: string): Promise<void> {
    this.close(callId, 'forfeited');
  }

  async observe(_accountId: string, reading: Reading): Promise<void> {
    this.take(reading);
  }

  async state(_accountId: string, nowMs: number): Promise<BucketState | null> {
    return this.bucket === null ? null : projectBucket(this.bucket, nowMs, this.openTokens);
  }

  async unresolved(): Promise<{ readonly resolvableAtMs: number } | null> {
    return this.resolvableAtMs === null ? null : { resolvableAtMs: this.resolvableAtMs };
  }

  async foreignSpend(): Promise<ForeignSpend | null> {
    this.foreignAsked += 1;
    return this.foreign;
  }

  /** Σ worst case of what is open now. */
  get openTokens(): number {
    return [...this.openWorstTokens.values()].reduce((sum, tokens) => sum + tokens, 0);
  }

  /** Forgets every reading, as a new file would. */
  forget(): void {
    this.bucket = null;
  }

  private close(callId: string, how: string): void {
    this.closings.get(callId)!.push(how);
    this.openWorstTokens.delete(callId);
  }

  private take(reading: Reading): void {
    this.bucket = observeReading(this.bucket, reading);
    if (this.resolvableAtMs !== null && reading.serverEndMs >= this.resolvableAtMs) this.resolvableAtMs = null;
  }
}
