export { BOOKS_US } from './books-us';
export { DealFeed } from './deal-feed';
export type { DealFeedOptions } from './options';
export { dealFeedPlugin } from './plugin';
