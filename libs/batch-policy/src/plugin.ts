import { BATCH_POLICY, definePlugin } from '@smart-ingestor/contracts';
import { BudgetFit } from './budget-fit';
import { Fixed } from './fixed';
import { fixedOptions, noOptions, refillTierOptions } from './options';
import { RefillTier } from './refill-tier';

export const refillTierPlugin = definePlugin({ name: 'refill-tier', slot: BATCH_POLICY, options: refillTierOptions, useClass: RefillTier });

export const fixedPlugin = definePlugin({ name: 'fixed', slot: BATCH_POLICY, options: fixedOptions, useClass: Fixed });

export const budgetFitPlugin = definePlugin({ name: 'budget-fit', slot: BATCH_POLICY, options: noOptions, useClass: BudgetFit });
