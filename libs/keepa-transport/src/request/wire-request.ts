import type { DealPageRequest, DealSelection, KeepaRequest, ProductRequest, SellerRequest, WireRequest } from '@smart-ingestor/contracts';
import { writeKeepaJson } from '../json/keepa-json';
import { bestSellersQuery, categoryQuery, finderQuery, lightningDealQuery, searchQuery } from './list-wire-request';
import { flag, integer, type Query } from './query-members';

/** A valid request as Keepa's path and query, not yet percent-encoded: integers in decimal, booleans as 1 and 0, the selection as JSON. */
export function wireRequest(request: KeepaRequest): WireRequest {
  switch (request.endpoint) {
    case 'deal':
      return { path: '/deal', query: dealQuery(request) };
    case 'product':
      return { path: '/product', query: productQuery(request) };
    case 'seller':
      return { path: '/seller', query: sellerQuery(request) };
    case 'query':
      return { path: '/query', query: finderQuery(request) };
    case 'bestsellers':
      return { path: '/bestsellers', query: bestSellersQuery(request) };
    case 'category':
      return { path: '/category', query: categoryQuery(request) };
    case 'search':
      return { path: '/search', query: searchQuery(request) };
    case 'lightningdeal':
      return { path: '/lightningdeal', query: lightningDealQuery(request) };
  }
}

/** Free at any balance. */
export const TOKEN_REQUEST: WireRequest = { path: '/token', query: {} };

function dealQuery({ selection, page }: DealPageRequest): Query {
  return { selection: writeKeepaJson({ ...present(selection), ...longIds(selection), page }) };
}

function present(selection: DealSelection): Record<string, unknown> {
  return Object.fromEntries(Object.entries(selection).filter(([, value]) => value !== null && value !== undefined));
}

/** Category ids above 2^53 may stand in a config as decimal text; on the wire they are integers. */
function longIds(selection: DealSelection): Record<string, unknown> {
  const lists = ['includeCategories', 'excludeCategories'].map((name) => [name, selection[name]] as const);
  return Object.fromEntries(lists.filter(([, ids]) => Array.isArray(ids)).map(([name, ids]) => [name, (ids as unknown[]).map(integerOf)]));
}

function integerOf(id: unknown): unknown {
  return typeof id === 'string' ? BigInt(id) : id;
}

function productQuery(request: ProductRequest): Query {
  return {
    domain: `${request.domainId}`,
    ...(request.asins === undefined ? { code: (request.codes ?? []).join(',') } : { asin: request.asins.join(',') }),
    ...integer('code-limit', request.codeLimit),
    ...integer('stats', request.statsDays),
    // Keepa sends all history unless told not to, and it is most of the bytes.
    history: request.history === true ? '1' : '0',
    ...integer('days', request.historyDays),
    ...integer('offers', request.offers),
    // With hyphens: the spelling with underscores is silently ignored (seen in recorded requests).
    ...flag('only-live-offers', request.onlyLiveOffers),
    ...flag('rating', request.rating),
    ...flag('stock', request.stock),
    ...flag('buybox', request.buybox),
    ...integer('update', request.updateHours),
  };
}

function sellerQuery(request: SellerRequest): Query {
  return {
    domain: `${request.domainId}`,
    seller: request.sellerIds.join(','),
    ...flag('storefront', request.storefront),
    ...integer('update', request.updateHours),
  };
}
