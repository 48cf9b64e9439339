import { describeDealFilter } from '@smart-ingestor/conformance';
import { DealRules } from './deal-rules';
import { dealRulesOptions } from './options';

describeDealFilter('deal-rules', () => new DealRules(dealRulesOptions.parse({})));
describeDealFilter(
  'deal-rules that rejects the unknown',
  () => new DealRules(dealRulesOptions.parse({ unknown: 'reject', marginPercent: { min: 30 } })),
);
