import { CATEGORIES_PER_REQUEST_MAX, CATEGORY_KEYWORD_MIN } from '@smart-ingestor/keepa-wire';
import { categoryMap, type CategoryObject, type CategoryTree } from '../category-tree';
import type { MarketPlaces } from '../market-place';
import { CATEGORY_TOKENS } from '../price-list';
import { type Answer, type EndpointRequest, integerParameter, isOn, LIST_DOMAINS, refused } from './answer';

const HITS_MAX = 50;

/** `/category`: 1 token for up to 10 ids; 0 asks for the roots. An unknown id is missing from the map. */
export function answerCategories({ query }: EndpointRequest, places: MarketPlaces): Answer {
  const domainId = integerParameter(query, 'domain') ?? NaN;
  const ids = (query['category'] ?? '').split(',').filter((id) => id !== '');
  if (!LIST_DOMAINS.has(domainId)) return refused('domain');
  if (ids.length === 0 || ids.length > CATEGORIES_PER_REQUEST_MAX || !ids.every((id) => /^\d+$/.test(id))) return refused('category');
  const { categories } = places.of(domainId);
  const found = ids.flatMap((id) => (id === '0' ? categories.roots() : (categories.find(Number(id)) ?? [])));
  return categoryAnswer(found, categories, isOn(query, 'parents'));
}

/** `/search?type=category`: 1 token for up to 50 whose names hold all words, each of 3 letters or more. */
export function answerCategorySearch({ query }: EndpointRequest, places: MarketPlaces): Answer {
  const domainId = integerParameter(query, 'domain') ?? NaN;
  const words = (query['term'] ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  if (!LIST_DOMAINS.has(domainId)) return refused('domain');
  if (words.length === 0 || words.some((word) => word.length < CATEGORY_KEYWORD_MIN)) return refused('term');
  const { categories } = places.of(domainId);
  return categoryAnswer(categories.search(words).slice(0, HITS_MAX), categories, isOn(query, 'parents'));
}

function categoryAnswer(found: readonly CategoryObject[], tree: CategoryTree, withParents: boolean): Answer {
  const categoryParents = withParents ? categoryMap(found.flatMap((category) => tree.ancestors(category))) : undefined;
  return {
    kind: 'payload',
    members: { categories: categoryMap(found), categoryParents },
    tokens: CATEGORY_TOKENS,
    processingMs: { minMs: 1, maxMs: 60 },
  };
}
