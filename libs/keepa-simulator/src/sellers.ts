import { hash, unit } from './seeded-random';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const SELLERS = 900;
/** Amazon itself, on amazon.com. */
export const AMAZON_SELLER_ID = 'ATVPDKIKX0DER';

/** Sellers of the simulated market: a pool that offers draw from and `/seller` knows. */
export class SellerPool {
  private readonly ids: string[];
  private readonly indexById: Map<string, number>;

  constructor(private readonly seed: number) {
    this.ids = Array.from({ length: SELLERS }, (_, index) => inventSellerId(seed, index));
    this.indexById = new Map(this.ids.map((id, index) => [id, index]));
  }

  /** The seller of an offer. */
  draw(product: number, offer: number): string {
    return this.ids[hash(this.seed, product, offer, 0x5e11) % SELLERS]!;
  }

  /** A seller object without storefront; `null` = unknown to Keepa. */
  find(sellerId: string, domainId: number, minute: number): Record<string, unknown> | null {
    const index = this.indexById.get(sellerId);
    if (index === undefined) return null;
    const ratingCount = 10 + (hash(this.seed, index, 0x5e12) % 20_000);
    return {
      csv: null,
      currentRating: 80 + (hash(this.seed, index, 0x5e13) % 21),
      currentRatingCount: ratingCount,
      domainId,
      hasFBA: unit(this.seed, index, 0x5e14) < 0.5,
      isScammer: unit(this.seed, index, 0x5e15) < 0.005,
      lastRatingUpdate: minute,
      lastUpdate: minute,
      ratingsLast30Days: ratingCount >> 6,
      sellerId,
      sellerName: `Seller ${index + 1}`,
      shipsFromChina: unit(this.seed, index, 0x5e16) < 0.1,
      trackedSince: 4_000_000 + (hash(this.seed, index, 0x5e17) % 2_000_000),
    };
  }

  /** Which products of a catalogue the seller lists. */
  storefrontOf(sellerId: string, catalogueSize: number): number[] {
    const index = this.indexById.get(sellerId) ?? 0;
    const count = Math.min(catalogueSize, 2 + (hash(this.seed, index, 0x5e18) % 200));
    return [...new Set(Array.from({ length: count }, (_, place) => hash(this.seed, index, 0x5e19, place) % catalogueSize))];
  }
}

function inventSellerId(seed: number, index: number): string {
  let id = 'A';
  for (let place = 0; place < 13; place += 1) id += LETTERS[hash(seed, index, 0x5e10, place) % LETTERS.length];
  return id;
}
