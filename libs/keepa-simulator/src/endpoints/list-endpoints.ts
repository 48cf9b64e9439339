import type { MarketPlaces } from '../market-place';
import type { Answer, EndpointRequest } from './answer';
import { answerBestSellers } from './best-sellers-endpoint';
import { answerCategories } from './category-endpoint';
import { answerFinder } from './finder-endpoint';
import { answerLightningDeals } from './lightning-deal-endpoint';
import { answerSearch } from './search-endpoint';

type ListEndpoint = (request: EndpointRequest, places: MarketPlaces, minute: number) => Answer;

/** The endpoints that say which products there are, by path. */
export const LIST_ENDPOINTS: ReadonlyMap<string, ListEndpoint> = new Map<string, ListEndpoint>([
  ['/query', answerFinder],
  ['/bestsellers', answerBestSellers],
  ['/category', answerCategories],
  ['/search', answerSearch],
  ['/lightningdeal', answerLightningDeals],
]);
