import { DEAL_FILTER, definePlugin } from '@smart-ingestor/contracts';
import { DealRules } from './deal-rules';
import { dealRulesOptions } from './options';

export const dealRulesPlugin = definePlugin({ name: 'deal-rules', slot: DEAL_FILTER, options: dealRulesOptions, useClass: DealRules });
