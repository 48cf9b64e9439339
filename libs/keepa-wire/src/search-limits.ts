/** `page` 0 to 9 of a product search, 10 products each; without `page` the first 40. */
export const SEARCH_PAGE_MAX = 9;
export const SEARCH_HITS_PER_PAGE = 10;
export const SEARCH_PAGES_WITHOUT_PAGE = 4;
