import type { DecodeProblem, Seller, SellerBatch } from '@smart-ingestor/contracts';
import type { KeepaEnvelope } from '@smart-ingestor/keepa-wire';
import { asinOrNull, countOrNull, elementsOf, type Members, membersOf, percentOrNull, textOrNull, timeOrNull } from './read-value';

/** An unknown seller is missing from the map and costs nothing; where all are unknown there may be no map. Never throws. */
export function decodeSellers(envelope: KeepaEnvelope): SellerBatch {
  const sellers: Seller[] = [];
  const problems: DecodeProblem[] = [];
  for (const [sellerId, element] of Object.entries(membersOf(envelope.sellers) ?? {})) {
    const seller = membersOf(element);
    if (seller === null) problems.push({ asin: null, message: `seller ${sellerId} is no object` });
    else sellers.push(decodeSeller(sellerId, seller));
  }
  return { sellers, problems };
}

function decodeSeller(sellerId: string, seller: Members): Seller {
  return {
    sellerId,
    name: textOrNull(seller.sellerName),
    ratingPercent: percentOrNull(seller.currentRating),
    ratingCount: countOrNull(seller.currentRatingCount),
    hasFba: seller.hasFBA === true,
    isScammer: seller.isScammer === true,
    lastUpdateMs: timeOrNull(seller.lastUpdate),
    storefrontAsins: Array.isArray(seller.asinList)
      ? elementsOf(seller.asinList)
          .map(asinOrNull)
          .filter((asin) => asin !== null)
      : null,
  };
}
