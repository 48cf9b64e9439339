import {
  type CommitOutcome,
  isSmartIngestorError,
  type KeepaFailure,
  type KeepaRequest,
  type KeepaResult,
  type Reading,
  type StoreCommit,
  type TokenGrant,
  type ValueOf,
} from '@smart-ingestor/contracts';
import { type AccountState, finalErrorOf } from './account-state';
import type { Announcer } from './announcer';
import type { Admission } from './gate';
import type { IngestionParts } from './parts';
import type { ServerClock } from './server-clock';
import type { Harvest, LoadedUnit, Unit, UnitFailure, Yield } from './units/unit';

type Answer = Extract<KeepaResult<ValueOf<KeepaRequest>>, { kind: 'answer' }>;
type Paid = Pick<StoreCommit, 'settlement' | 'raw'>;

/** A unit that is granted, loaded and worth sending. */
export interface Outgoing {
  readonly unit: Unit;
  readonly admission: Admission;
  readonly grant: TokenGrant;
  readonly loaded: LoadedUnit;
  readonly request: KeepaRequest;
}

/** Who is told of what became durable. */
export interface Committed {
  (durable: Yield): void;
}

/** Takes an admitted unit to its durable end. Its grant is closed exactly once: settled, cancelled or forfeited. Only a store that fails leaves it open; the ledger counts it as forfeited in time. */
export class Sender {
  /** When a unit of this run last ended durably. */
  progressMs: number | null = null;

  constructor(
    private readonly parts: IngestionParts,
    private readonly time: ServerClock,
    private readonly account: AccountState,
    private readonly announcer: Announcer,
    private readonly committed: Committed,
  ) {}

  /** Takes the unit's items and makes durable what needs no purchase. A reason instead: there is nothing to send, and the grant is cancelled. */
  async load(unit: Unit, admission: Admission): Promise<Outgoing | 'was-free' | 'was-empty'> {
    const { grant, size } = admission;
    const cancel = (): Promise<void> => this.parts.ledger.cancel(grant.callId);
    const loaded = await orClose(() => unit.load(size, this.time.nowMs()), cancel);
    const { free, request } = loaded;
    if (free !== null) await orClose(() => this.keep(free, {}), cancel);
    if (request === null) {
      await cancel();
      await this.giveBack(loaded, null, {});
      return free === null ? 'was-empty' : 'was-free';
    }
    return { unit, admission, grant, loaded, request };
  }

  /** It does not leave after all. */
  async recall({ grant, loaded }: Outgoing): Promise<void> {
    await this.parts.ledger.cancel(grant.callId);
    await this.giveBack(loaded, null, {});
  }

  /** Sends and settles. Returns what it cost: consumed where the server said so, the worst case where nobody knows. */
  async send(outgoing: Outgoing): Promise<number> {
    const { grant, loaded, request } = outgoing;
    const { ledger, transport } = this.parts;
    this.tellPlan(outgoing);
    const launch = this.account.streak.launched();
    // Of a request that is invalid the transport promises that it never left; after any other exception of it nobody knows.
    const close = async (error: unknown): Promise<void> => {
      await (isInvalidRequest(error) ? ledger.cancel(grant.callId) : ledger.forfeit(grant.callId));
      await this.giveBack(loaded, null, {});
    };
    const result = await orClose(() => transport.send(request, grant), close);
    if (result.kind === 'answer') return this.answered(outgoing, result);
    if (result.kind === 'rate-limited') return this.rateLimited(outgoing, result.reading);
    return this.failed(outgoing, result.failure, launch);
  }

  private async answered(outgoing: Outgoing, { value, reading, raw }: Answer): Promise<number> {
    const { grant, loaded } = outgoing;
    this.account.answered(reading);
    const paid = { settlement: { callId: grant.callId, reading }, raw };
    let harvest: Harvest;
    try {
      harvest = await loaded.digest(value, this.time.nowMs(), { callId: grant.callId, tokens: reading.tokensConsumed });
    } catch (error) {
      // The bytes were paid for: they are kept even where we fail to understand them.
      await this.giveBack(loaded, null, paid);
      throw error;
    }
    await this.keep(harvest, paid, () => this.tellSettled(outgoing, reading));
    return reading.tokensConsumed;
  }

  /** One transaction, then the news of it. */
  private async keep(harvest: Harvest, paid: Paid, first?: () => void): Promise<CommitOutcome> {
    const nowMs = this.time.nowMs();
    const outcome = await this.parts.store.commit({ ...paid, ...harvest.durable, owner: this.parts.owner, nowMs });
    this.progressMs = nowMs;
    this.committed(harvest.durable);
    first?.();
    for (const event of harvest.report(outcome)) this.announcer.tell(event);
    return outcome;
  }

  /** What was taken goes back, in one transaction with what the server said of the request. */
  private async giveBack(loaded: LoadedUnit, failure: UnitFailure | null, paid: Paid): Promise<void> {
    const nowMs = this.time.nowMs();
    const durable = loaded.giveBack(failure, nowMs);
    const isNothing = Object.values(durable).every((part: unknown) => Array.isArray(part) && part.length === 0);
    if (!isNothing || paid.settlement !== undefined) await this.parts.store.commit({ ...paid, ...durable, nowMs });
    this.committed(durable);
  }

  private async rateLimited({ unit, grant, loaded, request }: Outgoing, reading: Reading): Promise<number> {
    this.account.refused(reading);
    await this.giveBack(loaded, null, { settlement: { callId: grant.callId, reading } });
    this.announcer.tell({
      ...requestOf(unit, grant, request),
      type: 'request.failed',
      code: 'RATE_LIMITED',
      message: `Keepa answered 429 at a balance of ${reading.tokensLeft}`,
      outcome: 'settled',
      tokens: reading.tokensConsumed,
    });
    return reading.tokensConsumed;
  }

  private async failed({ unit, grant, loaded, request }: Outgoing, failure: KeepaFailure, launch: number): Promise<number> {
    const { streak } = this.account;
    const { callId } = grant;
    streak.failed(launch);
    if (failure.reading !== null) this.account.observe(failure.reading);
    const { outcome, tokens } = costOf(failure, grant);
    if (outcome === 'cancelled') await this.parts.ledger.cancel(callId);
    if (outcome === 'forfeited') await this.parts.ledger.forfeit(callId);
    // A rejected batch is tried again one by one to find the culprit; a page, a refused key, or rejection without end is final.
    const isolating = failure.kind === 'rejected' && unit.stage !== 'page' && streak.waves <= this.parts.retryLimit;
    // Before the items are free again: nobody sends them while Keepa is out of reach.
    const end = isolating ? null : (finalErrorOf(failure) ?? this.account.backOff(failure));
    const settlement = failure.reading === null ? {} : { settlement: { callId, reading: failure.reading } };
    await this.giveBack(loaded, { failure, callId, tokens, failuresInARow: streak.failures, random: this.parts.random() }, settlement);
    const { code, message } = failure;
    this.announcer.tell({ ...requestOf(unit, grant, request), type: 'request.failed', code, message, outcome, tokens });
    if (end !== null) throw end;
    return tokens;
  }

  private tellPlan({ unit, loaded, admission: { plan, cost, tier, state } }: Outgoing): void {
    this.announcer.tell({
      type: 'unit.planned',
      workClass: unit.workClass,
      stage: unit.stage,
      jobId: unit.job.id,
      planned: plan.size,
      size: loaded.size,
      reason: plan.reason,
      batchPolicy: tier.batchPolicy.name,
      tokenPolicy: tier.tokenPolicy.name,
      expectedTokens: cost.expectedTokens,
      worstTokens: cost.worstTokens,
      balanceTokens: state.balanceTokens,
    });
  }

  private tellSettled({ unit, grant, loaded, request }: Outgoing, reading: Reading): void {
    const { costModel } = this.parts;
    this.announcer.tell({ ...requestOf(unit, grant, request), type: 'request.settled', items: loaded.size, reading });
    const { worstTokens } = costModel.estimate(request);
    if (costModel.observe(request, reading.tokensConsumed) === 'within-bound') return;
    this.announcer.tell({ type: 'cost.bound-exceeded', shape: costModel.shapeOf(request), worstTokens, consumedTokens: reading.tokensConsumed });
  }
}

function requestOf({ workClass, stage }: Unit, { callId }: TokenGrant, { endpoint }: KeepaRequest) {
  return { callId, workClass, stage, endpoint };
}

function costOf(failure: KeepaFailure, grant: TokenGrant): { outcome: 'settled' | 'cancelled' | 'forfeited'; tokens: number } {
  if (failure.reading !== null) return { outcome: 'settled', tokens: failure.reading.tokensConsumed };
  return failure.charge === 'nothing' ? { outcome: 'cancelled', tokens: 0 } : { outcome: 'forfeited', tokens: grant.worstTokens };
}

/** An exception closes the grant before it goes on. */
async function orClose<T>(step: () => Promise<T>, close: (error: unknown) => Promise<void>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    await close(error);
    throw error;
  }
}

function isInvalidRequest(error: unknown): boolean {
  return isSmartIngestorError(error) && error.code === 'REQUEST_INVALID';
}
