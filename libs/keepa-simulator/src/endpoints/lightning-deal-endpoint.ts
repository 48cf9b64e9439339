import { LIGHTNING_DEAL_STATES } from '@smart-ingestor/keepa-wire';
import { lightningDealsAt } from '../lightning-deals';
import type { MarketPlaces } from '../market-place';
import { LIGHTNING_DEAL_TOKENS, LIGHTNING_LIST_TOKENS } from '../price-list';
import { type Answer, type EndpointRequest, integerParameter, LIST_DOMAINS, refused } from './answer';

/** `/lightningdeal`: 500 tokens for the list, 1 for one ASIN, whether it has a deal or not. */
export function answerLightningDeals({ query }: EndpointRequest, places: MarketPlaces, minute: number): Answer {
  const domainId = integerParameter(query, 'domain') ?? NaN;
  const { asin, state } = query;
  if (!LIST_DOMAINS.has(domainId)) return refused('domain');
  if (asin !== undefined && !/^[A-Z0-9]{10}$/.test(asin)) return refused('asin');
  if (state !== undefined && !LIGHTNING_DEAL_STATES.includes(state)) return refused('state');
  const deals = lightningDealsAt(places.of(domainId).catalogue, minute);
  const lightningDeals = deals.filter(
    (deal) => (asin === undefined || deal['asin'] === asin) && (state === undefined || deal['dealState'] === state),
  );
  return {
    kind: 'payload',
    members: { lightningDeals },
    tokens: asin === undefined ? LIGHTNING_LIST_TOKENS : LIGHTNING_DEAL_TOKENS,
    processingMs: { minMs: 5, maxMs: 500 },
  };
}
