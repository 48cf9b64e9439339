export { DeficitLimit } from './deficit-limit';
export { NoDebt } from './no-debt';
export type { DeficitLimitOptions } from './options';
export { deficitLimitPlugin, noDebtPlugin, unlimitedPlugin } from './plugin';
export { Unlimited } from './unlimited';
