import type { CostEstimate, FinderRequest, KeepaRequest, ProductRequest, ProductSearchRequest, SellerRequest } from '@smart-ingestor/contracts';
import { SEARCH_HITS_PER_PAGE, SEARCH_PAGES_WITHOUT_PAGE } from '@smart-ingestor/keepa-wire';

/** One line of Keepa's price list: what it may cost at most, what it costs as a rule, and where the figures come from. */
export interface Price extends CostEstimate {
  readonly source: string;
}

/** Per page, list, ASIN, code match or seller. A worst case is documented, or larger than anything recorded. */
export const PRICES = {
  dealPage: { expectedTokens: 5, worstTokens: 5, source: 'Keepa: 5 per page of up to 150; recorded: 84 pages, partial and empty ones too, 5 each' },
  product: { expectedTokens: 1, worstTokens: 1, source: 'Keepa: 1 per product; recorded: 11 of 11' },
  /** Replaces the price of the product. The expectation is for the smallest request, offers=20. */
  offersPage: {
    expectedTokens: 7,
    worstTokens: 6,
    source: 'Keepa: 6 per found page of 10 offers, 1 where the retrieval failed; recorded: median 6, mean 6.5 to 7.7 an ASIN, batches up to 9.3',
  },
  alwaysUpdate: { expectedTokens: 0, worstTokens: 1, source: 'Keepa: update=0 adds 1 where the last update is younger than 1 h' },
  stock: { expectedTokens: 0.3, worstTokens: 2, source: 'Keepa: +2 where the stock was updated within 7 days; recorded: 42 of 289' },
  rating: { expectedTokens: 1, worstTokens: 1, source: 'Keepa: up to +1 where rating and reviews were updated within 14 days' },
  ratingWithOffers: { expectedTokens: 0, worstTokens: 1, source: 'recorded: nothing extra where the offers came, +1 where their retrieval failed' },
  buybox: { expectedTokens: 2, worstTokens: 2, source: 'Keepa: +2, ignored with offers; recorded: 4 = 1 + buybox 2 + rating 1' },
  seller: { expectedTokens: 1, worstTokens: 1, source: 'Keepa: 1 per found seller; recorded: 100 asked, 80 found, 80 tokens' },
  storefront: { expectedTokens: 10, worstTokens: 10, source: 'Keepa: 1 for the seller and 9 for the storefront; recorded: 10' },
  storefrontUpdate: {
    expectedTokens: 50,
    worstTokens: 50,
    source: 'Keepa: 50 in all where it is collected anew, 10 where it is fresh, 1 where it failed',
  },
  finderPage: { expectedTokens: 10, worstTokens: 10, source: 'Keepa: 10 per request of the product finder' },
  finderAsins: { expectedTokens: 1, worstTokens: 1, source: 'Keepa: +1 per 100 ASINs of the page' },
  bestSellers: { expectedTokens: 50, worstTokens: 50, source: 'Keepa: 50 per list, 0 where it has none' },
  category: { expectedTokens: 1, worstTokens: 1, source: 'Keepa: 1 for up to 10 categories, and for a search of up to 50' },
  searchPage: { expectedTokens: 10, worstTokens: 10, source: 'Keepa: 10 per page of 10 results; without page the first 40, so 4 pages' },
  searchRating: { expectedTokens: 5, worstTokens: 5, source: 'Keepa: rating adds up to 5 per search' },
  lightningDeal: { expectedTokens: 1, worstTokens: 1, source: 'Keepa: 1 with an ASIN' },
  lightningDeals: { expectedTokens: 500, worstTokens: 500, source: 'Keepa: 500 for the whole list' },
} as const satisfies Readonly<Record<string, Price>>;

/** Recorded offers were found on one page in 93 of 100 cases: the expectation does not grow with the number asked for, the worst case does. */
const OFFERS_PER_PAGE = 10;

const ASINS_PER_FINDER_TOKEN = 100;

/** What one item of a request costs: one page or list, one ASIN, one code with all that it may match, one seller. */
export function listPrice(request: KeepaRequest): CostEstimate {
  switch (request.endpoint) {
    case 'deal':
      return PRICES.dealPage;
    case 'product':
      return productPrice(request);
    case 'seller':
      return sellerPrice(request);
    case 'query':
      return finderPrice(request);
    case 'bestsellers':
      return PRICES.bestSellers;
    case 'category':
      return PRICES.category;
    case 'search':
      return request.type === 'category' ? PRICES.category : searchPrice(request);
    case 'lightningdeal':
      return request.asin === undefined ? PRICES.lightningDeals : PRICES.lightningDeal;
  }
}

/** The pages, ASINs, codes or sellers that a request carries. */
export function itemsOf(request: KeepaRequest): number {
  switch (request.endpoint) {
    case 'product':
      return (request.asins ?? request.codes ?? []).length;
    case 'seller':
      return request.sellerIds.length;
    // Lists and pages: one price for the whole of it, and nothing to divide.
    default:
      return 1;
  }
}

function productPrice(request: ProductRequest): CostEstimate {
  const { offers, codes, codeLimit = 1 } = request;
  const parts: CostEstimate[] = [offers === undefined ? PRICES.product : offersPrice(offers)];
  if (request.updateHours === 0) parts.push(PRICES.alwaysUpdate);
  if (request.rating === true) parts.push(offers === undefined ? PRICES.rating : PRICES.ratingWithOffers);
  if (request.stock === true) parts.push(PRICES.stock);
  if (request.buybox === true && offers === undefined) parts.push(PRICES.buybox);
  const each = sum(parts);
  // A code is expected to match one product, and may match as many as the request allows: each is charged.
  return codes === undefined ? each : { expectedTokens: each.expectedTokens, worstTokens: each.worstTokens * codeLimit };
}

function offersPrice(offers: number): CostEstimate {
  return { expectedTokens: PRICES.offersPage.expectedTokens, worstTokens: PRICES.offersPage.worstTokens * Math.ceil(offers / OFFERS_PER_PAGE) };
}

function sellerPrice({ storefront, updateHours }: SellerRequest): CostEstimate {
  if (storefront !== true) return PRICES.seller;
  return updateHours === undefined ? PRICES.storefront : PRICES.storefrontUpdate;
}

/** A page that is not full costs less; nobody knows before. */
function finderPrice({ perPage }: FinderRequest): CostEstimate {
  return sum([PRICES.finderPage, times(Math.ceil(perPage / ASINS_PER_FINDER_TOKEN), PRICES.finderAsins)]);
}

function searchPrice({ page, rating, updateHours }: ProductSearchRequest): CostEstimate {
  const pages = page === undefined ? SEARCH_PAGES_WITHOUT_PAGE : 1;
  return sum([
    times(pages, PRICES.searchPage),
    times(rating === true ? 1 : 0, PRICES.searchRating),
    times(updateHours === 0 ? pages * SEARCH_HITS_PER_PAGE : 0, PRICES.alwaysUpdate),
  ]);
}

function times(count: number, { expectedTokens, worstTokens }: CostEstimate): CostEstimate {
  return { expectedTokens: count * expectedTokens, worstTokens: count * worstTokens };
}

function sum(parts: readonly CostEstimate[]): CostEstimate {
  return {
    expectedTokens: parts.reduce((total, part) => total + part.expectedTokens, 0),
    worstTokens: parts.reduce((total, part) => total + part.worstTokens, 0),
  };
}
