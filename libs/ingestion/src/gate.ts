import {
  type BatchPlan,
  type BucketState,
  type RequestCost,
  type ReserveResult,
  type Tier,
  type TokenGrant,
  UnaffordableRequestError,
} from '@smart-ingestor/contracts';
import { availableTokens } from '@smart-ingestor/token-bucket';
import type { Announcer } from './announcer';
import type { IngestionParts } from './parts';
import type { ServerClock } from './server-clock';
import type { Unit } from './units/unit';

/** Keepa takes at most 100 ASINs in one request. */
const LARGEST_BATCH = 100;

export interface Admission {
  readonly kind: 'granted';
  readonly grant: TokenGrant;
  /** Items that the grant pays for, at their worst. */
  readonly size: number;
  readonly plan: BatchPlan;
  readonly cost: RequestCost;
  readonly tier: Tier;
  readonly state: BucketState;
}

/** It does not fit now. Server time, always ahead. */
export interface Blocked {
  readonly kind: 'blocked';
  readonly untilMs: number;
  readonly reason: string;
  readonly state: BucketState;
}

/** `forgotten`: the ledger has lost its reading, and `/token` has to be read first. */
export type GateAnswer = Admission | Blocked | { readonly kind: 'forgotten' };

/** Plans the size of a unit and reserves its worst case with the ledger. No request leaves without passing here; nothing waits here. */
export class Gate {
  private tierInForce: Tier | null = null;

  constructor(
    private readonly parts: IngestionParts,
    private readonly time: ServerClock,
    private readonly announcer: Announcer,
  ) {}

  /** @throws {UnaffordableRequestError} */
  admit(unit: Unit, state: BucketState): Promise<GateAnswer> {
    const tier = this.tierFor(state);
    return this.reserve(unit, tier, this.plan(unit, tier, state));
  }

  /** Reserves the planned size, or what the floor leaves a lone request of it. */
  private async reserve(unit: Unit, tier: Tier, plan: BatchPlan): Promise<GateAnswer> {
    const itemTokens = this.costOf(unit, 1).worstTokens;
    for (let size = plan.size; ;) {
      const cost = this.costOf(unit, size);
      const result = await this.ask(unit, tier, size, cost);
      if (result.kind === 'granted') return { kind: 'granted', grant: result.grant, size, plan, cost, tier, state: result.state };
      if (result.kind === 'refuse')
        throw new UnaffordableRequestError(`A ${unit.stage} request of job "${unit.job.id}" can never be sent: ${result.reason}.`);
      if (result.kind === 'unknown') return { kind: 'forgotten' };
      if (result.kind === 'wait') return this.blocked(tier, result, result.state);
      if (result.state.reservedWorstTokens > 0) return this.blocked(tier, wholeOrNothing(cost, result.state), result.state);
      if (size === 1)
        throw new UnaffordableRequestError(
          `Token policy "${tier.tokenPolicy.name}" splits a ${unit.stage} request of job "${unit.job.id}" that cannot be divided (at worst ${cost.worstTokens} tokens, ${result.affordableTokens} affordable): it has to wait or to refuse.`,
        );
      // Another process may have spent since `state` was read, so the ledger may split more than once; each time the unit shrinks.
      size = Math.max(1, Math.min(size - 1, Math.floor(result.affordableTokens / itemTokens)));
    }
  }

  private blocked({ tokenPolicy }: Tier, { untilMs, reason }: { readonly untilMs: number; readonly reason: string }, state: BucketState): Blocked {
    const nowMs = this.time.nowMs();
    if (untilMs > nowMs && Number.isFinite(untilMs)) return { kind: 'blocked', untilMs: Math.ceil(untilMs), reason, state };
    const corrected = `${reason} (token policy "${tokenPolicy.name}" names no time to come: tried again at the next refill)`;
    return { kind: 'blocked', untilMs: Math.max(state.nextRefillAtMs, nowMs + 1), reason: corrected, state };
  }

  private ask(unit: Unit, tier: Tier, size: number, cost: RequestCost): Promise<ReserveResult> {
    const { accountId, costModel, ledger, newCallId } = this.parts;
    const request = unit.template(size);
    const { workClass, stage } = unit;
    const purpose = { workClass, stage, endpoint: request.endpoint, shape: costModel.shapeOf(request), jobId: unit.job.id, items: size };
    return ledger.reserve({ accountId, callId: newCallId(), cost, purpose, policy: tier.tokenPolicy, nowMs: this.time.nowMs() });
  }

  /**
   * The batch policy's ceiling, never more than waits, and never so much that others wait long behind it. The policy is told how many
   * worst-case tokens the token policy would let go now.
   */
  private plan(unit: Unit, tier: Tier, state: BucketState): BatchPlan {
    const item = this.costOf(unit, 1);
    const minutes = this.parts.pace.unitRefillMinutes;
    const unitItems = Math.max(1, Math.floor((minutes * state.refillPerMinute) / Math.max(1, item.worstTokens)));
    const most = Math.min(unit.pending, LARGEST_BATCH, unitItems);
    const cost = this.costOf(unit, most);
    const decision = tier.tokenPolicy.decide(state, cost, this.time.nowMs());
    const affordableTokens = decision.kind === 'allow' ? cost.worstTokens : decision.kind === 'split' ? decision.affordableTokens : 0;
    const plan = tier.batchPolicy.plan(state, item, unit.pending, affordableTokens);
    const reason = plan.size > unitItems ? `${plan.reason}; a unit is at most ${minutes} min of refill: ${unitItems}` : plan.reason;
    return { size: Math.max(1, Math.min(plan.size, most)), reason };
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

/**
 * Beside requests in flight a unit goes whole or not at all: each settlement may free enough for it, and what is cut to fit between two of
 * them takes twice the requests (measured in simulation at 1,000 a minute: 2.2 times).
 */
function wholeOrNothing({ worstTokens }: RequestCost, state: BucketState): { readonly untilMs: number; readonly reason: string } {
  const fitting = Math.max(0, availableTokens(state));
  const reason = `balance ${state.balanceTokens}, ${state.reservedWorstTokens} in flight: the unit may cost ${worstTokens} and only a lone request may borrow (${fitting} fit); waiting for an answer or the next refill`;
  return { untilMs: state.nextRefillAtMs, reason };
}
