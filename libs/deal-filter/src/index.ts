export { DealRules } from './deal-rules';
export type { DealRulesOptions } from './options';
export { dealRulesPlugin } from './plugin';
export { REASON_CODES } from './rules';
