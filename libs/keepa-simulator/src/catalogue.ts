import { inventAsin, inventFacts, type ProductFacts, rootOf } from './product-facts';
import { hash } from './seeded-random';

/** The seeded products of one domain. Facts are made when first asked for; everything that moves is computed from (seed, product, time). */
export class Catalogue {
  readonly seed: number;
  private readonly facts: (ProductFacts | undefined)[];
  private readonly asins: string[] = [];
  private readonly indexByAsin = new Map<string, number>();
  private indexByEan: Map<string, number> | null = null;

  /** `size`: products, 1 or more. The same ASINs exist in every domain, with prices of their own. */
  constructor(
    private readonly identitySeed: number,
    readonly domainId: number,
    readonly size: number,
  ) {
    this.seed = hash(identitySeed, domainId, 0xca7);
    this.facts = new Array<ProductFacts | undefined>(size);
    for (let index = 0; index < size; index += 1) {
      const asin = this.freeAsin(index);
      this.asins.push(asin);
      this.indexByAsin.set(asin, index);
    }
  }

  product(index: number): ProductFacts {
    return (this.facts[index] ??= inventFacts(this.seed, index, this.asins[index]!, rootOf(this.identitySeed, index)));
  }

  find(asin: string): ProductFacts | null {
    const index = this.indexByAsin.get(asin);
    return index === undefined ? null : this.product(index);
  }

  /** Products of a UPC or EAN; an ISBN-13 is one. */
  findByCode(code: string): ProductFacts[] {
    this.indexByEan ??= new Map(this.asins.map((_, index) => [this.product(index).ean, index]));
    const index = this.indexByEan.get(code);
    return index === undefined ? [] : [this.product(index)];
  }

  private freeAsin(index: number): string {
    for (let attempt = 0; ; attempt += 1) {
      const asin = inventAsin(this.identitySeed, index, rootOf(this.identitySeed, index) === 0, attempt);
      if (!this.indexByAsin.has(asin)) return asin;
    }
  }
}
