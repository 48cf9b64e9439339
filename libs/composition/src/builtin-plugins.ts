import { budgetFitPlugin, fixedPlugin, refillTierPlugin } from '@smart-ingestor/batch-policy';
import { dealRulesPlugin } from '@smart-ingestor/deal-filter';
import {
  asinListPlugin,
  bestSellersPlugin,
  dealFeedPlugin,
  lightningDealsPlugin,
  productFinderPlugin,
  storefrontPlugin,
} from '@smart-ingestor/deal-source';
import { memory, sqlite } from '@smart-ingestor/deal-store';
import { bestMarginPlugin, biggestDropPlugin, newestFirstPlugin } from '@smart-ingestor/deal-value';
import { httpExchangePlugin, keepaHttpPlugin, priceListPlugin } from '@smart-ingestor/keepa-transport';
import { deficitLimitPlugin, noDebtPlugin, unlimitedPlugin } from '@smart-ingestor/token-policy';
import type { AnyPlugin } from './plugins/any-plugin';

/** The providers that come along. The only file that names them: everything else knows slots. */
export const builtInPlugins: readonly AnyPlugin[] = [
  deficitLimitPlugin,
  noDebtPlugin,
  unlimitedPlugin,
  refillTierPlugin,
  fixedPlugin,
  budgetFitPlugin,
  dealFeedPlugin,
  productFinderPlugin,
  asinListPlugin,
  bestSellersPlugin,
  storefrontPlugin,
  lightningDealsPlugin,
  dealRulesPlugin,
  newestFirstPlugin,
  biggestDropPlugin,
  bestMarginPlugin,
  keepaHttpPlugin,
  httpExchangePlugin,
  priceListPlugin,
  sqlite,
  memory,
];
