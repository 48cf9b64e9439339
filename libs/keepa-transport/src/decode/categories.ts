import type { Category, CategoryBatch, DecodeProblem } from '@smart-ingestor/contracts';
import type { KeepaEnvelope } from '@smart-ingestor/keepa-wire';
import { categoryOrNull, countOrNull, elementsOf, type Members, membersOf, positiveOrNull, textOrNull } from './read-value';

/** An unknown id is missing from the map. `null`: the body has no map at all, and none that is null. Never throws. */
export function decodeCategories(envelope: KeepaEnvelope, { domainId }: { readonly domainId: number }): CategoryBatch | null {
  if (envelope.categories !== null && membersOf(envelope.categories) === null) return null;
  const problems: DecodeProblem[] = [];
  const read = (map: unknown): readonly Category[] =>
    Object.entries(membersOf(map) ?? {}).flatMap(([id, element]) => {
      const category = membersOf(element);
      const decoded = category === null ? `category ${id} is no object` : decodeCategory(id, category, domainId);
      if (typeof decoded !== 'string') return [decoded];
      problems.push({ asin: null, message: decoded });
      return [];
    });
  return { categories: read(envelope.categories), parents: read(envelope.categoryParents), problems };
}

/** The category, or what is wrong with it. The key of the map is the id too: it is exact even where the number in the object is not. */
function decodeCategory(id: string, category: Members, askedDomainId: number): Category | string {
  if (!/^\d{1,19}$/.test(id)) return `category ${id.slice(0, 20)} has no decimal id`;
  const name = textOrNull(category.name);
  if (name === null) return `category ${id} has no name`;
  return {
    domainId: positiveOrNull(category.domainId) ?? askedDomainId,
    categoryId: id,
    name,
    contextFreeName: textOrNull(category.contextFreeName),
    parentId: categoryOrNull(category.parent),
    childIds: elementsOf(category.children)
      .map(categoryOrNull)
      .filter((child) => child !== null),
    productCount: countOrNull(category.productCount),
    bestRank: positiveOrNull(category.highestRank),
    worstRank: positiveOrNull(category.lowestRank),
  };
}
