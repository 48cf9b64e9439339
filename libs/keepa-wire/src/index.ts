export type { KeepaDealObject, KeepaDealResponse } from './deal-object';
export type { KeepaDealSelection } from './deal-selection';
export { DEAL_DOMAINS, PRODUCT_DOMAINS } from './domains';
export {
  DEAL_RESULTS_MAX,
  DEALS_PER_PAGE,
  type KeepaEnvelope,
  type KeepaErrorBody,
  type KeepaId,
  OFFERS_MAX,
  OFFERS_MIN,
  PRODUCTS_PER_REQUEST_MAX,
  SELLERS_PER_REQUEST_MAX,
} from './envelope';
export { finderProblems } from './finder-problems';
export { FINDER_PAGE_MIN, FINDER_RESULTS_MAX, type KeepaFinderResponse, type KeepaFinderSelection } from './finder-selection';
export { invalidValue } from './invalid-value';
export { keepaMinutesToMs, msToKeepaMinutes } from './keepa-minutes';
export type * from './list-objects';
export { BEST_SELLER_RANGES, CATEGORIES_PER_REQUEST_MAX, CATEGORY_KEYWORD_MIN, LIGHTNING_DEAL_STATES } from './list-limits';
export { DEAL_PRICE_TYPES, PriceType, TRIPLE_PRICE_TYPES } from './price-type';
export type { KeepaCsv, KeepaOffer, KeepaProduct, KeepaProductResponse, KeepaStatistics } from './product-object';
export type { KeepaSeller, KeepaSellerResponse } from './seller-object';
export { DEAL_PAGE_MAX, selectionProblems } from './selection-problems';
export { SEARCH_HITS_PER_PAGE, SEARCH_PAGE_MAX, SEARCH_PAGES_WITHOUT_PAGE } from './search-limits';
