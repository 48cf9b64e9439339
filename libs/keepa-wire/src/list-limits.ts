/** `/category`: ids in one request. */
export const CATEGORIES_PER_REQUEST_MAX = 10;
/** Shorter keywords of a category search are refused. */
export const CATEGORY_KEYWORD_MIN = 3;
/** Days over which a best-seller rank may be averaged. */
export const BEST_SELLER_RANGES: readonly number[] = [0, 30, 90, 180];
export const LIGHTNING_DEAL_STATES: readonly string[] = ['AVAILABLE', 'UPCOMING', 'WAITLIST', 'SOLDOUT', 'WAITLISTFULL', 'EXPIRED', 'SUPPRESSED'];
