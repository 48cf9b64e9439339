import { SEARCH_HITS_PER_PAGE, SEARCH_PAGE_MAX, SEARCH_PAGES_WITHOUT_PAGE } from '@smart-ingestor/keepa-wire';
import type { MarketPlace, MarketPlaces } from '../market-place';
import { SEARCH_PAGE_TOKENS, SEARCH_RATING_TOKENS, UPDATE_NOW_TOKENS } from '../price-list';
import { rankAt } from '../product-finder';
import { type Answer, type EndpointRequest, integerParameter, isOn, LIST_DOMAINS, refused } from './answer';
import { answerCategorySearch } from './category-endpoint';
import { OfferFetches, priceProduct } from './product-endpoint';
import { readProductQuery } from './product-request';

/** Stands in a parameter check for a search that found nothing. */
const ANY_ASIN = '0000000000';

/** `/search`: for categories, or for products whose titles hold all words, 10 tokens a page of 10. */
export function answerSearch(request: EndpointRequest, places: MarketPlaces, minute: number): Answer {
  if (request.query['type'] === 'category') return answerCategorySearch(request, places);
  return request.query['type'] === 'product' ? answerProductSearch(request, places, minute) : refused('type');
}

function answerProductSearch({ query }: EndpointRequest, places: MarketPlaces, minute: number): Answer {
  const domainId = integerParameter(query, 'domain') ?? NaN;
  const page = integerParameter(query, 'page');
  const words = (query['term'] ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  if (!LIST_DOMAINS.has(domainId)) return refused('domain');
  if (words.length === 0) return refused('term');
  if (page !== null && !(page >= 0 && page <= SEARCH_PAGE_MAX)) return refused('page');
  const pages = page === null ? SEARCH_PAGES_WITHOUT_PAGE : 1;
  const from = (page ?? 0) * SEARCH_HITS_PER_PAGE;
  const place = places.of(domainId);
  const asins = searchTitles(place, words, minute).slice(from, from + pages * SEARCH_HITS_PER_PAGE);
  const asked = readProductQuery({ query: { ...query, offers: '', code: '', asin: asins.join(',') || ANY_ASIN }, body: null });
  if ('kind' in asked) return asked;
  const time = { minute, openedAtMinute: places.openedAtMinute };
  // The same objects as /product answers with; the price is the search's.
  const productOf = (asin: string): unknown =>
    priceProduct(asked, { asin, facts: place.catalogue.find(asin) }, place, new OfferFetches(), time).product;
  return {
    kind: 'payload',
    members: isOn(query, 'asins-only') ? { asinList: asins } : { products: asins.map(productOf) },
    tokens:
      SEARCH_PAGE_TOKENS * pages +
      (isOn(query, 'rating') ? Math.min(SEARCH_RATING_TOKENS, asins.length) : 0) +
      (query['update'] === '0' ? UPDATE_NOW_TOKENS * asins.length : 0),
    processingMs: { minMs: 100, maxMs: 3_000 },
  };
}

/** The best rank first. */
function searchTitles({ catalogue }: MarketPlace, words: readonly string[], minute: number): string[] {
  return Array.from({ length: catalogue.size }, (_, index) => catalogue.product(index))
    .filter((facts) => words.every((word) => facts.title.toLowerCase().includes(word)))
    .map((facts) => ({ facts, rank: rankAt(catalogue.seed, facts, minute) }))
    .sort((a, b) => a.rank - b.rank || a.facts.index - b.facts.index)
    .map(({ facts }) => facts.asin);
}
