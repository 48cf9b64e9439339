import { BATCH_POLICY, type BatchPolicy, DEAL_VALUE, type DealValue, TOKEN_POLICY, type TokenPolicy } from '@smart-ingestor/contracts';
import type { Settings } from '../config/settings';
import type { PluginRegistry } from '../plugins/plugin-registry';
import { TierTable } from '../tiers/tier-table';
import type { Providers } from './providers';

/** Every tier with policies of its own, so that a live switch builds nothing. */
export function buildTiers(providers: Providers, registry: PluginRegistry, { tiers }: Pick<Settings, 'tiers'>, pinned: string): TierTable {
  const entries = Object.entries(tiers).map(([name, { tokenPolicy, batchPolicy, dealValue, whenRefill }]) => ({
    fromRefillPerMinute: whenRefill?.from ?? null,
    tier: {
      name,
      tokenPolicy: providers.build(registry.get(TOKEN_POLICY, tokenPolicy.use), tokenPolicy.options) as TokenPolicy,
      batchPolicy: providers.build(registry.get(BATCH_POLICY, batchPolicy.use), batchPolicy.options) as BatchPolicy,
      dealValue: providers.build(registry.get(DEAL_VALUE, dealValue.use), dealValue.options) as DealValue,
    },
  }));
  return new TierTable(entries, pinned === 'auto' ? null : pinned);
}
