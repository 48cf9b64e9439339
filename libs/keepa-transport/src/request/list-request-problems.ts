import type {
  BestSellersRequest,
  CategoryRequest,
  CategorySearchRequest,
  FinderRequest,
  LightningDealRequest,
  ProductSearchRequest,
} from '@smart-ingestor/contracts';
import {
  BEST_SELLER_RANGES,
  CATEGORIES_PER_REQUEST_MAX,
  CATEGORY_KEYWORD_MIN,
  DEAL_DOMAINS,
  FINDER_PAGE_MIN,
  FINDER_RESULTS_MAX,
  finderProblems,
  invalidValue,
  LIGHTNING_DEAL_STATES,
  SEARCH_PAGE_MAX,
} from '@smart-ingestor/keepa-wire';
import {
  booleanProblems,
  DAYS_MAX,
  domainProblems,
  integerProblems,
  listProblems,
  neededProblems,
  unknownMemberProblems,
  updateHoursProblems,
} from './value-problems';

const TERM_MAX = 500;
const CATEGORY_ID = /^(0|[1-9]\d{0,18})$/;
const MISSING_ASIN = 'exactly 10 of A to Z and 0 to 9, or absent for the whole list at 500 tokens';

export function finderRequestProblems(request: FinderRequest): string[] {
  const { page, perPage } = request;
  const beyond = Number.isInteger(page) && Number.isInteger(perPage) && page > 0 && (page + 1) * perPage > FINDER_RESULTS_MAX;
  return [
    ...unknownMemberProblems(request, ['endpoint', 'domainId', 'selection', 'page', 'perPage']),
    ...domainProblems(request.domainId),
    ...finderProblems(request.selection),
    ...neededProblems('page', page, 'an integer from 0', 'The first page is 0.'),
    ...integerProblems('page', page, 0, FINDER_RESULTS_MAX / FINDER_PAGE_MIN - 1, `Keepa serves ${FINDER_RESULTS_MAX} results of a query`),
    ...neededProblems('perPage', perPage, `an integer ${FINDER_PAGE_MIN} to ${FINDER_RESULTS_MAX}`, 'Each 100 of them cost a token.'),
    ...integerProblems('perPage', perPage, FINDER_PAGE_MIN, FINDER_RESULTS_MAX, 'ASINs of a page; each 100 cost a token'),
    ...(beyond
      ? [
          invalidValue(
            'page',
            `below ${Math.floor(FINDER_RESULTS_MAX / perPage)} with perPage ${perPage}`,
            page,
            `Keepa serves ${FINDER_RESULTS_MAX} results.`,
          ),
        ]
      : []),
  ];
}

export function bestSellersProblems(request: BestSellersRequest): string[] {
  const { category, rangeDays, month, year, sublist } = request;
  const isCategory = typeof category === 'string' && category.trim() !== '' && category.length <= 100;
  const isRange = rangeDays === undefined || BEST_SELLER_RANGES.includes(rangeDays);
  const isMonth = month !== undefined || year !== undefined;
  return [
    ...unknownMemberProblems(request, ['endpoint', 'domainId', 'category', 'rangeDays', 'month', 'year', 'variations', 'sublist']),
    ...domainProblems(request.domainId, DEAL_DOMAINS),
    ...(isCategory
      ? []
      : [invalidValue('category', 'a category id in decimal as text, or a product group', category, 'Write for example "283155".')]),
    ...(isRange ? [] : [invalidValue('rangeDays', `one of ${BEST_SELLER_RANGES.join(', ')}`, rangeDays, 'Choose one; 0 is the current rank.')]),
    ...integerProblems('month', month, 1, 12, 'one of the last 36 months'),
    ...integerProblems('year', year, 2020, 2100, 'the year of month'),
    ...(isMonth && (month === undefined || year === undefined)
      ? [invalidValue(month === undefined ? 'month' : 'year', 'given together with the other', undefined, 'Give month and year, or neither.')]
      : []),
    ...(isMonth && rangeDays !== undefined ? [invalidValue('rangeDays', 'absent with month and year', rangeDays, 'Remove one of them.')] : []),
    ...(sublist === true && (isMonth || rangeDays !== undefined)
      ? [invalidValue('sublist', 'absent with rangeDays, month and year', true, 'Ranks within a category are current ones: remove one of them.')]
      : []),
    ...(['variations', 'sublist'] as const).flatMap((option) => booleanProblems(option, request[option])),
  ];
}

export function categoryProblems(request: CategoryRequest): string[] {
  return [
    ...unknownMemberProblems(request, ['endpoint', 'domainId', 'categoryIds', 'parents']),
    ...domainProblems(request.domainId, DEAL_DOMAINS),
    ...listProblems(
      { option: 'categoryIds', what: 'category ids', shape: 'an id in decimal as text', pattern: CATEGORY_ID, max: CATEGORIES_PER_REQUEST_MAX },
      request.categoryIds,
    ),
    ...booleanProblems('parents', request.parents),
  ];
}

export function searchProblems(request: CategorySearchRequest | ProductSearchRequest): string[] {
  switch (request.type) {
    case 'category':
      return categorySearchProblems(request);
    case 'product':
      return productSearchProblems(request);
    default:
      return [invalidValue('type', 'one of category, product', (request as { type: unknown }).type, 'Choose one of them.')];
  }
}

function categorySearchProblems(request: CategorySearchRequest): string[] {
  const words = typeof request.term === 'string' ? request.term.split(/\s+/).filter((word) => word !== '') : [];
  const short = words.filter((word) => word.length < CATEGORY_KEYWORD_MIN);
  return [
    ...unknownMemberProblems(request, ['endpoint', 'type', 'domainId', 'term', 'parents']),
    ...domainProblems(request.domainId, DEAL_DOMAINS),
    ...termProblems(request.term),
    ...short.map((word) => invalidValue('term', `keywords of at least ${CATEGORY_KEYWORD_MIN} characters`, word, 'Lengthen or remove it.')),
    ...booleanProblems('parents', request.parents),
  ];
}

function productSearchProblems(request: ProductSearchRequest): string[] {
  const known = ['endpoint', 'type', 'domainId', 'term', 'page', 'asinsOnly', 'statsDays', 'history', 'rating', 'updateHours'];
  return [
    ...unknownMemberProblems(request, known),
    ...domainProblems(request.domainId, DEAL_DOMAINS),
    ...termProblems(request.term),
    ...integerProblems('page', request.page, 0, SEARCH_PAGE_MAX, '10 products each; without it the first 40 at the price of 4 pages'),
    ...integerProblems('statsDays', request.statsDays, 1, DAYS_MAX, 'days of statistics'),
    ...updateHoursProblems(request.updateHours),
    ...(['asinsOnly', 'history', 'rating'] as const).flatMap((option) => booleanProblems(option, request[option])),
  ];
}

function termProblems(term: unknown): string[] {
  if (typeof term === 'string' && term.trim() !== '' && term.length <= TERM_MAX) return [];
  return [invalidValue('term', `a text of 1 to ${TERM_MAX} characters`, term, 'Write the words to search for.')];
}

export function lightningDealProblems(request: LightningDealRequest): string[] {
  const { asin, state } = request;
  return [
    ...unknownMemberProblems(request, ['endpoint', 'domainId', 'asin', 'state']),
    ...domainProblems(request.domainId, DEAL_DOMAINS),
    ...(asin === undefined || (typeof asin === 'string' && /^[A-Z0-9]{10}$/.test(asin))
      ? []
      : [invalidValue('asin', MISSING_ASIN, asin, 'Correct it.')]),
    ...(state === undefined || LIGHTNING_DEAL_STATES.includes(state)
      ? []
      : [invalidValue('state', `one of ${LIGHTNING_DEAL_STATES.join(', ')}`, state, 'Choose one of them, or leave it out.')]),
  ];
}
