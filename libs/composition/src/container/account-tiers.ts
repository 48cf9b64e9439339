import { BATCH_POLICY, type BatchPolicy, DEAL_VALUE, type DealValue, TOKEN_POLICY, type TokenPolicy } from '@smart-ingestor/contracts';
import type { ProviderSettings, Settings } from '../config/settings';
import type { PluginRegistry } from '../plugins/plugin-registry';
import { TierTable } from '../tiers/tier-table';
import { AllProblems } from './all-problems';
import type { Providers } from './providers';

/** Every tier with policies of its own, so that a live switch builds nothing. @throws {ConfigError} naming every policy that cannot be built. */
export function buildTiers(providers: Providers, registry: PluginRegistry, { tiers }: Pick<Settings, 'tiers'>, pinned: string): TierTable {
  const problems = new AllProblems();
  const entries = Object.entries(tiers).map(([name, { tokenPolicy, batchPolicy, dealValue, whenRefill }]) => {
    const built = (slot: symbol, { use, options }: ProviderSettings, member: string) =>
      problems.attempt(() => providers.build(registry.get(slot, use), options, registry.askedAt(`tiers.${name}.${member}`)));
    const tier = {
      name,
      tokenPolicy: built(TOKEN_POLICY, tokenPolicy, 'tokenPolicy') as TokenPolicy,
      batchPolicy: built(BATCH_POLICY, batchPolicy, 'batchPolicy') as BatchPolicy,
      dealValue: built(DEAL_VALUE, dealValue, 'dealValue') as DealValue,
    };
    return { tier, fromRefillPerMinute: whenRefill?.from ?? null };
  });
  problems.throwIfAny();
  return new TierTable(entries, pinned === 'auto' ? null : pinned);
}
