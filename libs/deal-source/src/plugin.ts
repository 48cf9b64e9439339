import { DEAL_SOURCE, definePlugin } from '@smart-ingestor/contracts';
import { AsinList, asinListOptions } from './asin-list';
import { BestSellers, bestSellersOptions } from './best-sellers';
import { DealFeed } from './deal-feed';
import { LightningDeals, lightningDealsOptions } from './lightning-deals';
import { dealFeedOptions } from './options';
import { ProductFinder, productFinderOptions } from './product-finder';
import { Storefront, storefrontOptions } from './storefront';

export const dealFeedPlugin = definePlugin({ name: 'deal-feed', slot: DEAL_SOURCE, options: dealFeedOptions, useClass: DealFeed });

export const productFinderPlugin = definePlugin({
  name: 'product-finder',
  slot: DEAL_SOURCE,
  options: productFinderOptions,
  useClass: ProductFinder,
});

export const asinListPlugin = definePlugin({ name: 'asin-list', slot: DEAL_SOURCE, options: asinListOptions, useClass: AsinList });

export const bestSellersPlugin = definePlugin({ name: 'best-sellers', slot: DEAL_SOURCE, options: bestSellersOptions, useClass: BestSellers });

export const storefrontPlugin = definePlugin({ name: 'storefront', slot: DEAL_SOURCE, options: storefrontOptions, useClass: Storefront });

export const lightningDealsPlugin = definePlugin({
  name: 'lightning-deals',
  slot: DEAL_SOURCE,
  options: lightningDealsOptions,
  useClass: LightningDeals,
});
