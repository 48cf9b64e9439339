import type { DealSelection } from '@smart-ingestor/contracts';

/** Used books on amazon.com that are at least 10 % below their 90-day average, at 5 to 451 dollars, largest drop first. */
export const BOOKS_US: DealSelection = {
  domainId: 1,
  includeCategories: [283155],
  priceTypes: [2],
  dateRange: 3,
  deltaPercentRange: [10, 2147483647],
  currentRange: [500, 45100],
  isFilterEnabled: true,
  isRangeEnabled: true,
  sortType: 4,
};
