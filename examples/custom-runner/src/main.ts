import 'reflect-metadata';
import { compose, type ComposeOptions, defineConfig } from '@smart-ingestor/composition';
import { type BucketState, definePlugin, type RequestCost, type RunSummary, TOKEN_POLICY, type TokenDecision } from '@smart-ingestor/contracts';
import { injectable } from 'tsyringe';

/** Leaves a tenth of the bucket to people who look things up at keepa.com, and never borrows. */
@injectable()
export class KeepReserve {
  readonly name = 'keep-reserve';
  decide(state: BucketState, { worstTokens, smallestUnitWorstTokens: smallest }: RequestCost): TokenDecision {
    const freeTokens = state.balanceTokens - state.reservedWorstTokens - state.capacityTokens / 10;
    if (worstTokens <= freeTokens) return { kind: 'allow' };
    if (smallest <= freeTokens) return { kind: 'split', affordableTokens: Math.floor(freeTokens) };
    if (smallest > state.capacityTokens * 0.9) return { kind: 'refuse', reason: `${smallest} tokens are more than this plan can save` };
    return { kind: 'wait', untilMs: state.nextRefillAtMs, reason: `${freeTokens} tokens are free, ${smallest} are needed` };
  }
}

const keepReserve = definePlugin({ name: 'keep-reserve', slot: TOKEN_POLICY, useClass: KeepReserve });
const config = defineConfig({ tiers: { low: { tokenPolicy: { use: 'keep-reserve' } }, standard: { tokenPolicy: { use: 'keep-reserve' } } } });
export async function main(options: ComposeOptions = {}): Promise<RunSummary> {
  const composition = await compose(config, { plugins: [keepReserve], ...options });
  return composition.run({ untilDeals: 20 }).finally(() => composition.close());
}
if (require.main === module) void main().then((summary) => console.log(summary));
