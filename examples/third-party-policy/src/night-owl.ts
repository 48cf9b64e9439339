import { type BucketState, PROVIDER_OPTIONS, type RequestCost, type TokenDecision, type TokenPolicy } from '@smart-ingestor/contracts';
import { inject, injectable } from 'tsyringe';
import type { NightOwlOptions } from './options';

const HOUR_MS = 3_600_000;

/** By day a part of the bucket stays free for the people who look things up with the same key; by night all of it may be spent. Never borrows. */
@injectable()
export class NightOwl implements TokenPolicy {
  readonly name = 'night-owl';

  constructor(@inject(PROVIDER_OPTIONS) private readonly options: NightOwlOptions) {}

  decide(state: BucketState, { worstTokens, smallestUnitWorstTokens: smallest }: RequestCost, nowMs: number): TokenDecision {
    const reserveTokens = this.isNight(nowMs) ? 0 : Math.ceil((state.capacityTokens * this.options.dayReservePercent) / 100);
    const freeTokens = state.balanceTokens - state.reservedWorstTokens - reserveTokens;
    if (worstTokens <= freeTokens) return { kind: 'allow' };
    if (smallest <= freeTokens) return { kind: 'split', affordableTokens: freeTokens };
    if (smallest > state.capacityTokens) return { kind: 'refuse', reason: `${smallest} tokens are more than this plan can ever save` };
    const reason = `${smallest} tokens are needed, and ${freeTokens} are free above the reserve of ${reserveTokens}`;
    return { kind: 'wait', untilMs: state.nextRefillAtMs, reason };
  }

  /** Server time, UTC. The night may begin before midnight. */
  private isNight(nowMs: number): boolean {
    const { nightFromHour, nightToHour } = this.options;
    const hour = Math.floor(nowMs / HOUR_MS) % 24;
    return nightFromHour <= nightToHour ? hour >= nightFromHour && hour < nightToHour : hour >= nightFromHour || hour < nightToHour;
  }
}
