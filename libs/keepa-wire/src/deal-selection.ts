/** The query of `/deal`, as keepa.com shows it under "Show API query". Ranges are `[min, max]`; 2147483647 or −1 leaves the end open. */
export interface KeepaDealSelection {
  page: number;
  domainId: number;
  /** Exactly one of `DEAL_PRICE_TYPES`. */
  priceTypes: number[];
  /** 0 the last 48 hours, 1 week, 2 month, 3 90 days. */
  dateRange?: number;
  isFilterEnabled?: boolean;
  isRangeEnabled?: boolean;
  includeCategories?: number[];
  excludeCategories?: number[];
  currentRange?: [number, number];
  deltaRange?: [number, number];
  deltaLastRange?: [number, number];
  /** Minimum 10; 80 for sales ranks. */
  deltaPercentRange?: [number, number];
  salesRankRange?: [number, number];
  /** 0 to 50; −1 off. */
  minRating?: number;
  /** 1 deal age (newest first, not invertible), 2 absolute delta, 3 sales rank, 4 percent; negative inverts. */
  sortType?: number;
  titleSearch?: string;
  warehouseConditions?: number[];
  isLowest?: boolean;
  isLowest90?: boolean;
  isOutOfStock?: boolean;
  isBackInStock?: boolean;
  hasReviews?: boolean;
  singleVariation?: boolean;
  [member: string]: unknown;
}
