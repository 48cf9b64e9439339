import { describeDealSource } from '@smart-ingestor/conformance';
import { AsinList, asinListOptions } from './asin-list';
import { BestSellers, bestSellersOptions } from './best-sellers';
import { DealFeed } from './deal-feed';
import { LightningDeals, lightningDealsOptions } from './lightning-deals';
import { dealFeedOptions } from './options';
import { ProductFinder, productFinderOptions } from './product-finder';
import { Storefront, storefrontOptions } from './storefront';

const ASINS = Array.from({ length: 2_500 }, (_, n) => `B${String(n).padStart(9, '0')}`);

describeDealSource('deal-feed', () => new DealFeed(dealFeedOptions.parse({})));
describeDealSource('deal-feed of two pages', () => new DealFeed(dealFeedOptions.parse({ maxPages: 2 })));
describeDealSource('product-finder', () => new ProductFinder(productFinderOptions.parse({ selection: { rootCategory: 283155 } })));
describeDealSource('asin-list', () => new AsinList(asinListOptions.parse({ asins: ASINS })));
describeDealSource('best-sellers', () => new BestSellers(bestSellersOptions.parse({ category: 283155 })));
describeDealSource('storefront', () => new Storefront(storefrontOptions.parse({ sellers: ['A2H6NH4SQYFZ4M', 'ATVPDKIKX0DER'] })));
describeDealSource('lightning-deals', () => new LightningDeals(lightningDealsOptions.parse({})));
