import { definePlugin, TOKEN_POLICY } from '@smart-ingestor/contracts';
import { DeficitLimit } from './deficit-limit';
import { NoDebt } from './no-debt';
import { deficitLimitOptions, noOptions } from './options';
import { Unlimited } from './unlimited';

export const deficitLimitPlugin = definePlugin({
  name: 'deficit-limit',
  slot: TOKEN_POLICY,
  options: deficitLimitOptions,
  useClass: DeficitLimit,
});

export const noDebtPlugin = definePlugin({ name: 'no-debt', slot: TOKEN_POLICY, options: noOptions, useClass: NoDebt });

export const unlimitedPlugin = definePlugin({ name: 'unlimited', slot: TOKEN_POLICY, options: noOptions, useClass: Unlimited });
