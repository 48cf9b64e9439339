import {
  type CommitOutcome,
  isSmartIngestorError,
  type KeepaFailure,
  type KeepaRequest,
  type KeepaResult,
  type Reading,
  type StoreCommit,
  type ValueOf,
} from '@smart-ingestor/contracts';
import { TICK_SLACK_MS } from '@smart-ingestor/token-bucket';
import { type AccountState, throwIfFinal } from './account-state';
import type { Announcer } from './announcer';
import { afterFailure } from './failed-items';
import type { Admission } from './gate';
import type { IngestionParts } from './parts';
import type { ServerClock } from './server-clock';
import type { Stop } from './stop';
import { handedBack } from './units/claim-batch';
import type { Harvest, Load, Unit } from './units/unit';

type Answer = Extract<KeepaResult<ValueOf<KeepaRequest>>, { kind: 'answer' }>;

/** Takes an admitted unit to its durable end. Its grant is closed exactly once: settled, cancelled or forfeited. Only a store that fails leaves it open; the ledger counts it as forfeited in time. */
export class Sender {
  private failuresInARow = 0;

  constructor(
    private readonly parts: IngestionParts,
    private readonly time: ServerClock,
    private readonly stop: Stop,
    private readonly account: AccountState,
    private readonly announcer: Announcer,
  ) {}

  async send(unit: Unit, admission: Admission): Promise<void> {
    const { ledger, transport } = this.parts;
    const { callId } = admission.grant;
    const cancel = (): Promise<void> => ledger.cancel(callId);
    const load = await orClose(() => unit.load(admission.size, this.time.nowMs()), cancel);
    if (load.free !== null) await orClose(() => this.keep(load.free!, {}), cancel);
    if (load.request === null) return cancel();
    const request = load.request;
    this.tellPlan(unit, admission, load);
    // Of a request that is invalid the transport promises that it never left; after any other exception of it nobody knows.
    const close = (error: unknown): Promise<void> => (isInvalidRequest(error) ? cancel() : ledger.forfeit(callId));
    const result = await orClose(() => transport.send(request, admission.grant), close);
    if (result.kind === 'answer') await this.answered(unit, callId, load, result);
    else if (result.kind === 'rate-limited') await this.rateLimited(unit, callId, load, result.reading);
    else await this.failed(unit, callId, load, result.failure);
  }

  private async answered(unit: Unit, callId: string, load: Load, { value, reading, raw }: Answer): Promise<void> {
    this.failuresInARow = 0;
    this.time.observe(reading);
    const paid = { settlement: { callId, reading }, raw };
    let harvest: Harvest;
    try {
      harvest = await unit.digest(value, load, this.time.nowMs());
    } catch (error) {
      // The bytes were paid for: they are kept even where we fail to understand them.
      await this.parts.store.commit({ ...paid, transitions: load.items.map(handedBack), nowMs: this.time.nowMs() });
      throw error;
    }
    await this.keep(harvest, paid, () => this.tellSettled(unit, callId, load, reading));
  }

  /** One transaction, then the news of it. */
  private async keep(harvest: Harvest, paid: Pick<StoreCommit, 'settlement' | 'raw'>, first?: () => void): Promise<CommitOutcome> {
    const outcome = await this.parts.store.commit({ ...paid, ...harvest.durable, nowMs: this.time.nowMs() });
    first?.();
    for (const event of harvest.report(outcome)) {
      this.announcer.tell(event);
      if (event.type === 'deal.stored') this.stop.countStored(1);
    }
    return outcome;
  }

  /**
   * 429 costs nothing and tells the balance. The items go back, and nothing is asked again before the next refill: with a positive balance
   * (a locked account, a storm) another request would be refused at once, and again.
   */
  private async rateLimited(unit: Unit, callId: string, load: Load, reading: Reading): Promise<void> {
    const { workClass } = unit;
    this.time.observe(reading);
    await this.parts.store.commit({ settlement: { callId, reading }, transitions: load.items.map(handedBack), nowMs: this.time.nowMs() });
    const message = `Keepa answered 429 at a balance of ${reading.tokensLeft}`;
    this.announcer.tell({
      type: 'request.failed',
      callId,
      workClass,
      endpoint: load.request!.endpoint,
      code: 'RATE_LIMITED',
      message,
      outcome: 'settled',
    });
    await this.account.waitForRefill(workClass, reading.serverEndMs + reading.refillInMs + TICK_SLACK_MS, `${message}; waiting for the next refill`);
  }

  private async failed(unit: Unit, callId: string, load: Load, failure: KeepaFailure): Promise<void> {
    this.failuresInARow += 1;
    if (failure.reading !== null) this.time.observe(failure.reading);
    const nowMs = this.time.nowMs();
    const outcome = await this.closeFailed(callId, failure);
    const transitions = afterFailure(load.items, failure, this.failuresInARow, nowMs, this.parts.random());
    if (transitions.length > 0) await this.parts.store.commit({ transitions, nowMs });
    const { endpoint } = load.request!;
    this.announcer.tell({
      type: 'request.failed',
      callId,
      workClass: unit.workClass,
      endpoint,
      code: failure.code,
      message: failure.message,
      outcome,
    });
    // A rejected batch is tried again one by one to find the culprit; a page, a refused key, or rejection without end is final.
    const isolating = failure.kind === 'rejected' && load.items.length > 0 && this.failuresInARow <= this.parts.retryLimit;
    if (isolating) return;
    throwIfFinal(failure);
    await this.account.backOff(this.failuresInARow, failure);
  }

  private async closeFailed(callId: string, failure: KeepaFailure): Promise<'settled' | 'cancelled' | 'forfeited'> {
    const { ledger } = this.parts;
    if (failure.reading !== null) {
      await ledger.settle(callId, failure.reading);
      return 'settled';
    }
    if (failure.charge === 'nothing') {
      await ledger.cancel(callId);
      return 'cancelled';
    }
    await ledger.forfeit(callId);
    return 'forfeited';
  }

  private tellPlan(unit: Unit, { plan, cost, tier, state }: Admission, load: Load): void {
    const size = Math.max(1, load.items.length);
    this.announcer.tell({
      type: 'unit.planned',
      workClass: unit.workClass,
      jobId: unit.job.id,
      planned: plan.size,
      size,
      reason: plan.reason,
      batchPolicy: tier.batchPolicy.name,
      tokenPolicy: tier.tokenPolicy.name,
      expectedTokens: cost.expectedTokens,
      worstTokens: cost.worstTokens,
      balanceTokens: state.balanceTokens,
    });
  }

  private tellSettled(unit: Unit, callId: string, load: Load, reading: Reading): void {
    const { costModel } = this.parts;
    const request = load.request!;
    const { workClass } = unit;
    this.announcer.tell({ type: 'request.settled', callId, workClass, endpoint: request.endpoint, items: Math.max(1, load.items.length), reading });
    const { worstTokens } = costModel.estimate(request);
    if (costModel.observe(request, reading.tokensConsumed) === 'within-bound') return;
    this.announcer.tell({ type: 'cost.bound-exceeded', shape: costModel.shapeOf(request), worstTokens, consumedTokens: reading.tokensConsumed });
  }
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
