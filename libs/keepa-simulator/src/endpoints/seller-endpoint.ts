import { SELLERS_PER_REQUEST_MAX } from '@smart-ingestor/keepa-wire';
import type { MarketPlaces } from '../market-place';
import { SELLER_TOKENS, STOREFRONT_TOKENS } from '../price-list';
import { type Answer, type EndpointRequest, integerParameter, isOn, PRODUCT_DOMAINS, refused } from './answer';

/** `/seller`: 1 token for each seller that is found, none for the others, which the map simply lacks. A storefront costs 9 more. */
export function answerSeller({ query }: EndpointRequest, places: MarketPlaces, minute: number): Answer {
  const domainId = integerParameter(query, 'domain') ?? NaN;
  const sellerIds = (query['seller'] ?? '').split(',').filter((id) => id !== '');
  const withStorefront = isOn(query, 'storefront');
  if (!PRODUCT_DOMAINS.has(domainId)) return refused('domain');
  if (sellerIds.length === 0 || sellerIds.length > SELLERS_PER_REQUEST_MAX) return refused('seller');
  if (withStorefront && sellerIds.length > 1) return refused('storefront');
  const place = places.of(domainId);
  const found = sellerIds.flatMap((id) => {
    const seller = place.sellers.find(id, domainId, minute);
    if (seller === null) return [];
    const asinList = withStorefront
      ? place.sellers.storefrontOf(id, place.catalogue.size).map((index) => place.catalogue.product(index).asin)
      : undefined;
    return [[id, { ...seller, asinList }] as const];
  });
  return {
    kind: 'payload',
    members: { sellers: Object.fromEntries(found) },
    tokens: found.length * (SELLER_TOKENS + (withStorefront ? STOREFRONT_TOKENS : 0)),
    processingMs: withStorefront ? { minMs: 500, maxMs: 12_000 } : { minMs: 1, maxMs: 60 },
  };
}
