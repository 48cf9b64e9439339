import type { LightningDeal, SourceRequest, ValueOf } from '@smart-ingestor/contracts';
import { feedRowOf } from './deal-data';

const PROBLEM = { asin: null, message: 'the list holds what is no ASIN: "short"' };

/** ASINs `A000000000`, `A000000001`, … */
export function suiteAsins(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `A${String(n).padStart(9, '0')}`);
}

/** A decoded answer to a request of a source, with `count` rows or entries and, where `withProblem`, one more that could not be read. */
export function sourceAnswer(request: SourceRequest, count: number, withProblem = false): ValueOf<SourceRequest> {
  const asins = suiteAsins(count);
  const problems = withProblem ? [PROBLEM] : [];
  switch (request.endpoint) {
    case 'deal':
      return { rows: asins.map((asin) => feedRowOf({ asin })), rowCount: count + problems.length, problems };
    case 'query':
      return { asins, totalResults: count, problems };
    case 'bestsellers':
      return { asins, isKnown: true, lastUpdateMs: 1, problems };
    case 'lightningdeal':
      return { deals: asins.map((asin) => lightningDealOf({ asin, domainId: request.domainId })), problems };
    case 'seller': {
      const [sellerId = 'A0000000000001'] = request.sellerIds;
      const facts = { name: 'A Shop', ratingPercent: 93, ratingCount: 12, hasFba: true, isScammer: false, lastUpdateMs: 1 };
      return { sellers: [{ sellerId, ...facts, storefrontAsins: asins }], problems };
    }
  }
}

/** What Keepa answers where it knows of nothing: no such list, no such seller. */
export function unknownAnswer(request: SourceRequest): ValueOf<SourceRequest> {
  if (request.endpoint === 'bestsellers') return { asins: [], isKnown: false, lastUpdateMs: null, problems: [] };
  if (request.endpoint === 'seller') return { sellers: [], problems: [] };
  return sourceAnswer(request, 0);
}

function lightningDealOf(fields: Partial<LightningDeal>): LightningDeal {
  return {
    ...{ domainId: 1, asin: 'A000000000', title: 'A Thing', imageName: 'a.jpg', state: 'AVAILABLE', dealPriceMinor: 1_500, currentPriceMinor: 2_000 },
    ...{ percentOff: 25, percentClaimed: 40, startsMs: 1, endsMs: 2, lastUpdateMs: 1, sellerId: null, isFulfilledByAmazon: true },
    ...{ rating: 45, reviewCount: 12 },
    ...fields,
  };
}
