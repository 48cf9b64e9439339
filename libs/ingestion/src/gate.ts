import {
  type BatchPlan,
  type BucketState,
  type RequestCost,
  type ReserveResult,
  type Tier,
  type TokenGrant,
  UnaffordableRequestError,
} from '@smart-ingestor/contracts';
import type { AccountState } from './account-state';
import type { Announcer } from './announcer';
import type { IngestionParts } from './parts';
import type { ServerClock } from './server-clock';
import type { Stop } from './stop';
import type { Unit } from './units/unit';

/** Keepa takes at most 100 ASINs in one request. */
const LARGEST_BATCH = 100;

export interface Admission {
  readonly grant: TokenGrant;
  /** Items that the grant pays for, at their worst. */
  readonly size: number;
  readonly plan: BatchPlan;
  readonly cost: RequestCost;
  readonly tier: Tier;
  readonly state: BucketState;
}

/** Plans the size of a unit and waits until the ledger grants it. No request leaves without passing here. */
export class Gate {
  private tierInForce: Tier | null = null;

  constructor(
    private readonly parts: IngestionParts,
    private readonly time: ServerClock,
    private readonly stop: Stop,
    private readonly account: AccountState,
    private readonly announcer: Announcer,
  ) {}

  /** `null`: a bound or the signal came first. @throws {TokenRechargeError | UnaffordableRequestError} */
  async admit(unit: Unit): Promise<Admission | null> {
    while (this.stop.reason(this.time.nowMs()) === null) {
      const state = await this.account.current();
      if (state === null) return null;
      const tier = this.tierFor(state);
      const plan = this.plan(unit, tier, state);
      const admission = await this.reserve(unit, tier, plan);
      if (admission !== null) return admission;
    }
    return null;
  }

  /** Reserves the planned size, or what the floor leaves of it; `null` after a wait. */
  private async reserve(unit: Unit, tier: Tier, plan: BatchPlan): Promise<Admission | null> {
    const itemTokens = this.costOf(unit, 1).worstTokens;
    for (let size = plan.size; ;) {
      const cost = this.costOf(unit, size);
      const result = await this.ask(unit, tier, size, cost);
      if (result.kind === 'granted') return { grant: result.grant, size, plan, cost, tier, state: result.state };
      if (result.kind === 'refuse')
        throw new UnaffordableRequestError(`A ${unit.workClass} request of job "${unit.job.id}" can never be sent: ${result.reason}.`);
      if (result.kind === 'unknown') return null;
      if (result.kind === 'wait') {
        await this.account.waitForTokens(unit.workClass, result.untilMs, result.reason);
        return null;
      }
      if (size === 1)
        throw new UnaffordableRequestError(
          `Token policy "${tier.tokenPolicy.name}" splits a ${unit.workClass} request of job "${unit.job.id}" that cannot be divided (at worst ${cost.worstTokens} tokens, ${result.affordableTokens} affordable): it has to wait or to refuse.`,
        );
      // Another process may have spent since `state` was read, so the ledger may split more than once; each time the unit shrinks.
      size = Math.max(1, Math.min(size - 1, Math.floor(result.affordableTokens / itemTokens)));
    }
  }

  private ask(unit: Unit, tier: Tier, size: number, cost: RequestCost): Promise<ReserveResult> {
    const { accountId, costModel, ledger, newCallId } = this.parts;
    const request = unit.template(size);
    const purpose = { workClass: unit.workClass, endpoint: request.endpoint, shape: costModel.shapeOf(request), jobId: unit.job.id, items: size };
    return ledger.reserve({ accountId, callId: newCallId(), cost, purpose, policy: tier.tokenPolicy, nowMs: this.time.nowMs() });
  }

  /** The batch policy's ceiling, never more than waits. It is told how many worst-case tokens the token policy would let go now. */
  private plan(unit: Unit, tier: Tier, state: BucketState): BatchPlan {
    const most = Math.min(unit.pending, LARGEST_BATCH);
    const cost = this.costOf(unit, most);
    const decision = tier.tokenPolicy.decide(state, cost, this.time.nowMs());
    const affordableTokens = decision.kind === 'allow' ? cost.worstTokens : decision.kind === 'split' ? decision.affordableTokens : 0;
    const plan = tier.batchPolicy.plan(state, this.costOf(unit, 1), unit.pending, affordableTokens);
    return { ...plan, size: Math.max(1, Math.min(plan.size, most)) };
  }

  private costOf(unit: Unit, size: number): RequestCost {
    return this.parts.costModel.estimate(unit.template(size));
  }

  private tierFor(state: BucketState): Tier {
    const tier = this.parts.tiers.select(state.refillPerMinute);
    if (tier.name !== this.tierInForce?.name) {
      this.tierInForce = tier;
      this.announcer.tell({
        type: 'tier.selected',
        tier: tier.name,
        refillPerMinute: state.refillPerMinute,
        tokenPolicy: tier.tokenPolicy.name,
        batchPolicy: tier.batchPolicy.name,
      });
    }
    return tier;
  }
}
