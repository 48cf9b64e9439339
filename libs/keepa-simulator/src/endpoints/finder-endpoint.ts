import { readFinderQuery } from '../finder-query';
import type { MarketPlaces } from '../market-place';
import { finderTokens } from '../price-list';
import { findMatches } from '../product-finder';
import { type Answer, type EndpointRequest, integerParameter, PRODUCT_DOMAINS, refused } from './answer';

/** `/query`: 10 tokens a page and 1 for each 100 ASINs in it. Pages are not cached: rows move between them as prices do. */
export function answerFinder({ query, body }: EndpointRequest, places: MarketPlaces, minute: number): Answer {
  const domainId = integerParameter(query, 'domain') ?? NaN;
  if (!PRODUCT_DOMAINS.has(domainId)) return refused('domain');
  const finder = readFinderQuery(query['selection'] ?? body);
  if ('message' in finder) return { kind: 'refused', status: 400, error: finder };
  const { asins, total } = findMatches(finder, places.of(domainId), minute);
  const asinList = asins.slice(finder.page * finder.perPage, (finder.page + 1) * finder.perPage);
  return {
    kind: 'payload',
    members: { asinList, totalResults: total },
    tokens: finderTokens(asinList.length),
    processingMs: { minMs: 50, maxMs: 3_000 },
  };
}
