import type { BuyBox, ByPriceType, PriceStatistics } from '@smart-ingestor/contracts';
import { countOrNull, elementsOf, type Members, membersOf, textOrNull } from './read-value';

/** `null` where the product came without statistics. */
export function decodeStatistics(product: Members): PriceStatistics | null {
  const statistics = membersOf(product.stats);
  if (statistics === null) return null;
  return {
    current: byPriceType(statistics.current),
    avg30: byPriceType(statistics.avg30),
    avg90: byPriceType(statistics.avg90),
    avg180: byPriceType(statistics.avg180),
    salesRankDrops30: countOrNull(statistics.salesRankDrops30),
    salesRankDrops90: countOrNull(statistics.salesRankDrops90),
    salesRankDrops180: countOrNull(statistics.salesRankDrops180),
    salesRankDrops365: countOrNull(statistics.salesRankDrops365),
  };
}

/** `null` where nobody has the buy box (−1) or it was not asked for (−2). */
export function decodeBuyBox(product: Members): BuyBox | null {
  const statistics = membersOf(product.stats) ?? {};
  const priceMinor = countOrNull(statistics.buyBoxPrice);
  if (priceMinor === null) return null;
  const sellerId = textOrNull(statistics.buyBoxSellerId);
  return {
    priceMinor,
    shippingMinor: countOrNull(statistics.buyBoxShipping),
    // Keepa writes "-1" for nobody and "-2" for unknown.
    sellerId: sellerId?.startsWith('-') ? null : sellerId,
    isFba: statistics.buyBoxIsFBA === true,
    isAmazon: statistics.buyBoxIsAmazon === true,
  };
}

function byPriceType(values: unknown): ByPriceType {
  return elementsOf(values).map(countOrNull);
}
