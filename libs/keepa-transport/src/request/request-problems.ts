import type { DealPageRequest, KeepaRequest, ProductRequest, SellerRequest } from '@smart-ingestor/contracts';
import {
  DEAL_PAGE_MAX,
  invalidValue,
  OFFERS_MAX,
  OFFERS_MIN,
  PRODUCTS_PER_REQUEST_MAX,
  SELLERS_PER_REQUEST_MAX,
  selectionProblems,
} from '@smart-ingestor/keepa-wire';
import { bestSellersProblems, categoryProblems, finderRequestProblems, lightningDealProblems, searchProblems } from './list-request-problems';
import {
  booleanProblems,
  DAYS_MAX,
  domainProblems,
  integerProblems,
  type ListRule,
  listProblems,
  neededProblems,
  unknownMemberProblems,
  updateHoursProblems,
} from './value-problems';

const ENDPOINTS = 'deal, product, seller, query, bestsellers, category, search, lightningdeal';
const CODE_LIMIT_MAX = 100;

const DEAL_OPTIONS = ['endpoint', 'selection', 'page'];
const SELLER_OPTIONS = ['endpoint', 'domainId', 'sellerIds', 'storefront', 'updateHours'];
const PRODUCT_OPTIONS = [
  'endpoint',
  'domainId',
  'asins',
  'codes',
  'codeLimit',
  'statsDays',
  'history',
  'historyDays',
  'offers',
  'onlyLiveOffers',
  'rating',
  'stock',
  'buybox',
  'updateHours',
];

const ASINS: ListRule = {
  option: 'asins',
  what: 'ASINs',
  shape: 'exactly 10 of A to Z and 0 to 9',
  pattern: /^[A-Z0-9]{10}$/,
  max: PRODUCTS_PER_REQUEST_MAX,
};
const CODES: ListRule = {
  option: 'codes',
  what: 'codes',
  shape: 'a UPC, EAN or ISBN-13: 8 to 14 digits as text',
  pattern: /^\d{8,14}$/,
  max: PRODUCTS_PER_REQUEST_MAX,
};
const SELLERS: ListRule = {
  option: 'sellerIds',
  what: 'seller ids',
  shape: '10 to 21 of A to Z and 0 to 9',
  pattern: /^[A-Z0-9]{10,21}$/,
  max: SELLERS_PER_REQUEST_MAX,
};

/** Everything in a request that Keepa would refuse or misread, one line each with option, allowed range, value and cure. Never throws. */
export function requestProblems(request: KeepaRequest): string[] {
  switch (request.endpoint) {
    case 'deal':
      return dealProblems(request);
    case 'product':
      return productProblems(request);
    case 'seller':
      return sellerProblems(request);
    case 'query':
      return finderRequestProblems(request);
    case 'bestsellers':
      return bestSellersProblems(request);
    case 'category':
      return categoryProblems(request);
    case 'search':
      return searchProblems(request);
    case 'lightningdeal':
      return lightningDealProblems(request);
    default:
      return [invalidValue('endpoint', `one of ${ENDPOINTS}`, (request as { endpoint: unknown }).endpoint, 'Choose one of them.')];
  }
}

function dealProblems(request: DealPageRequest): string[] {
  return [
    ...unknownMemberProblems(request, DEAL_OPTIONS),
    ...selectionProblems(request.selection),
    ...neededProblems('page', request.page, `an integer 0 to ${DEAL_PAGE_MAX}`, 'The first page is 0.'),
    ...integerProblems('page', request.page, 0, DEAL_PAGE_MAX, `the last page of Keepa's 10,000 results is ${DEAL_PAGE_MAX}`),
  ];
}

function productProblems(request: ProductRequest): string[] {
  return [
    ...unknownMemberProblems(request, PRODUCT_OPTIONS),
    ...domainProblems(request.domainId),
    ...identifierProblems(request),
    ...integerProblems('statsDays', request.statsDays, 1, DAYS_MAX, 'days of statistics'),
    ...integerProblems('historyDays', request.historyDays, 1, DAYS_MAX, 'days of history'),
    ...offersProblems(request),
    ...updateHoursProblems(request.updateHours),
    ...(['history', 'onlyLiveOffers', 'rating', 'stock', 'buybox'] as const).flatMap((option) => booleanProblems(option, request[option])),
  ];
}

function identifierProblems({ asins, codes, codeLimit }: ProductRequest): string[] {
  if ((asins === undefined) === (codes === undefined)) {
    const got = asins === undefined ? 'neither' : 'both';
    return [invalidValue('asins', 'given, or else codes', got, asins === undefined ? 'Give one of them.' : 'Send them in two requests.')];
  }
  if (codes === undefined) {
    const misplaced =
      codeLimit === undefined ? [] : [invalidValue('codeLimit', 'absent without codes', codeLimit, 'Remove it: it bounds what a code may match.')];
    return [...listProblems(ASINS, asins), ...misplaced];
  }
  const meaning = 'products a code may match: each is charged, and one GTIN once matched about 1,500';
  const missing =
    codeLimit === undefined
      ? [
          invalidValue(
            'codeLimit',
            `an integer 1 to ${CODE_LIMIT_MAX} with codes`,
            codeLimit,
            `Set it to bound the cost; it is the number of ${meaning}.`,
          ),
        ]
      : [];
  return [...listProblems(CODES, codes), ...missing, ...integerProblems('codeLimit', codeLimit, 1, CODE_LIMIT_MAX, meaning)];
}

function offersProblems({ offers, onlyLiveOffers, stock }: ProductRequest): string[] {
  if (offers === undefined) {
    const ignored = { stock, onlyLiveOffers };
    return (['stock', 'onlyLiveOffers'] as const)
      .filter((option) => ignored[option] === true)
      .map((option) =>
        invalidValue(option, 'absent without offers', true, `Keepa would ignore it: set offers (${OFFERS_MIN} to ${OFFERS_MAX}), or remove it.`),
      );
  }
  return integerProblems('offers', offers, OFFERS_MIN, OFFERS_MAX, 'or absent; Keepa refuses fewer, and each page of 10 costs 6 tokens');
}

function sellerProblems(request: SellerRequest): string[] {
  const { sellerIds, storefront, updateHours } = request;
  const several = storefront === true && Array.isArray(sellerIds) && sellerIds.length > 1;
  const misplaced = updateHours !== undefined && storefront !== true;
  return [
    ...unknownMemberProblems(request, SELLER_OPTIONS),
    ...domainProblems(request.domainId),
    ...listProblems(SELLERS, sellerIds),
    ...booleanProblems('storefront', storefront),
    ...(several
      ? [invalidValue('sellerIds', 'exactly one seller id with storefront', `${sellerIds.length} of them`, 'Send one request for each.')]
      : []),
    ...(misplaced
      ? [invalidValue('updateHours', 'absent without storefront', updateHours, 'It refreshes a storefront: set storefront, or remove it.')]
      : []),
    ...updateHoursProblems(updateHours, 'refresh the storefront if older'),
  ];
}
