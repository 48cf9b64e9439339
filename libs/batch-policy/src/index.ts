export { BudgetFit } from './budget-fit';
export { Fixed } from './fixed';
export type { FixedOptions, RefillTierOptions } from './options';
export { budgetFitPlugin, fixedPlugin, refillTierPlugin } from './plugin';
export { RefillTier } from './refill-tier';
