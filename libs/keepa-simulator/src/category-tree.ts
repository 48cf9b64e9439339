import type { Catalogue } from './catalogue';
import { CHILD_CATEGORIES, childCategory, ROOT_CATEGORIES, UNKNOWN_ROOT } from './categories';

interface Counts {
  products: number;
  bestRank: number;
  worstRank: number;
}

export type CategoryObject = Record<string, unknown> & { readonly catId: number; readonly name: string; readonly parent: number };

/** The categories of one domain: roots and what is directly below them. The root that means "unknown" is not one of them. */
export class CategoryTree {
  private readonly counts = new Map<number, Counts>();
  private readonly byId = new Map<number, CategoryObject>();

  constructor(catalogue: Catalogue) {
    for (let index = 0; index < catalogue.size; index += 1) {
      const { root, categories, rankBase } = catalogue.product(index);
      for (const id of [ROOT_CATEGORIES[root]!.id, ...categories]) if (typeof id === 'number') this.count(id, rankBase);
    }
    for (const [root, { id, name }] of ROOT_CATEGORIES.entries()) {
      if (typeof id !== 'number') continue;
      const children = Array.from({ length: CHILD_CATEGORIES }, (_, child) => childCategory(root, child));
      this.add(catalogue.domainId, { catId: id, name, contextFreeName: name, parent: 0, children: children.map((child) => child.id) });
      for (const child of children) {
        this.add(catalogue.domainId, { catId: child.id, name: child.name, contextFreeName: `${name} / ${child.name}`, parent: id, children: null });
      }
    }
  }

  roots(): CategoryObject[] {
    return [...this.byId.values()].filter(({ parent }) => parent === 0);
  }

  find(id: number): CategoryObject | null {
    return this.byId.get(id) ?? null;
  }

  /** Categories whose name holds every word. */
  search(words: readonly string[]): CategoryObject[] {
    return [...this.byId.values()].filter((category) => {
      const name = String(category['contextFreeName']).toLowerCase();
      return words.every((word) => name.includes(word));
    });
  }

  /** From the root down; empty for a root. */
  ancestors({ parent }: CategoryObject): CategoryObject[] {
    const found = this.find(parent);
    return found === null ? [] : [...this.ancestors(found), found];
  }

  private count(id: number, rank: number): void {
    const counts = this.counts.get(id) ?? { products: 0, bestRank: Infinity, worstRank: 0 };
    this.counts.set(id, { products: counts.products + 1, bestRank: Math.min(counts.bestRank, rank), worstRank: Math.max(counts.worstRank, rank) });
  }

  private add(
    domainId: number,
    category: { readonly catId: number; readonly name: string; readonly parent: number } & Record<string, unknown>,
  ): void {
    const { products, bestRank, worstRank } = this.counts.get(category.catId) ?? { products: 0, bestRank: -1, worstRank: -1 };
    this.byId.set(category.catId, {
      ...category,
      domainId,
      highestRank: bestRank,
      isBrowseNode: false,
      lowestRank: worstRank,
      productCount: products,
    });
  }
}

/** The id as text, which is the key of Keepa's maps. */
export function categoryMap(categories: readonly CategoryObject[]): Record<string, CategoryObject> {
  return Object.fromEntries(categories.map((category) => [String(category.catId), category]));
}

/** `null`: no category id in decimal. */
export function categoryIdOf(text: string): number | null {
  return /^\d+$/.test(text) && BigInt(text) < UNKNOWN_ROOT ? Number(text) : null;
}
