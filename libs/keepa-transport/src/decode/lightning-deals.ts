import type { DecodeProblem, LightningDeal, LightningDealList, LightningDealRequest } from '@smart-ingestor/contracts';
import type { KeepaEnvelope } from '@smart-ingestor/keepa-wire';
import {
  asinOrNull,
  countOrNull,
  elementsOf,
  type Members,
  membersOf,
  percentOrNull,
  positiveOrNull,
  shortly,
  textOrNull,
  timeOrNull,
} from './read-value';

/** `null`: the body has no list. Of one ASIN a missing list says that it has no lightning deal. Never throws. */
export function decodeLightningDeals(envelope: KeepaEnvelope, request: LightningDealRequest): LightningDealList | null {
  const { lightningDeals: sent } = envelope;
  if (!Array.isArray(sent)) return sent === null || request.asin !== undefined ? { deals: [], problems: [] } : null;
  const deals: LightningDeal[] = [];
  const problems: DecodeProblem[] = [];
  for (const element of elementsOf(sent)) {
    const deal = membersOf(element);
    const decoded = deal === null ? 'the lightning deal is no object' : decodeDeal(deal, request.domainId);
    if (typeof decoded === 'string') problems.push({ asin: asinOrNull(deal?.asin), message: decoded });
    else deals.push(decoded);
  }
  return { deals, problems };
}

/** The deal, or what is wrong with it. */
function decodeDeal(deal: Members, askedDomainId: number): LightningDeal | string {
  const asin = asinOrNull(deal.asin);
  if (asin === null) return `asin is no ASIN: ${shortly(deal.asin)}`;
  const lastUpdateMs = timeOrNull(deal.lastUpdate);
  if (lastUpdateMs === null) return `lastUpdate is no time: ${shortly(deal.lastUpdate)}`;
  const state = textOrNull(deal.dealState);
  if (state === null) return `dealState is no text: ${shortly(deal.dealState)}`;
  return {
    domainId: positiveOrNull(deal.domainId) ?? askedDomainId,
    asin,
    title: textOrNull(deal.title) ?? '',
    imageName: textOrNull(deal.image),
    state,
    dealPriceMinor: countOrNull(deal.dealPrice),
    currentPriceMinor: countOrNull(deal.currentPrice),
    percentOff: percentOrNull(deal.percentOff),
    percentClaimed: percentOrNull(deal.percentClaimed),
    startsMs: timeOrNull(deal.startTime),
    endsMs: timeOrNull(deal.endTime),
    lastUpdateMs,
    sellerId: textOrNull(deal.sellerId),
    isFulfilledByAmazon: deal.isFulfilledByAmazon === true,
    rating: countOrNull(deal.rating),
    reviewCount: countOrNull(deal.totalReviews),
  };
}
