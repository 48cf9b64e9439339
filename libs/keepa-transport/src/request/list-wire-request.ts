import type {
  BestSellersRequest,
  CategoryRequest,
  CategorySearchRequest,
  FinderRequest,
  LightningDealRequest,
  ProductSearchRequest,
} from '@smart-ingestor/contracts';
import { writeKeepaJson } from '../json/keepa-json';
import { flag, integer, type Query } from './query-members';

export function finderQuery({ domainId, selection, page, perPage }: FinderRequest): Query {
  const given = Object.fromEntries(Object.entries(selection).filter(([, value]) => value !== null && value !== undefined));
  return { domain: `${domainId}`, selection: writeKeepaJson({ ...given, page, perPage }) };
}

export function bestSellersQuery(request: BestSellersRequest): Query {
  return {
    domain: `${request.domainId}`,
    category: request.category,
    ...integer('range', request.rangeDays),
    ...integer('month', request.month),
    ...integer('year', request.year),
    ...flag('variations', request.variations),
    ...flag('sublist', request.sublist),
  };
}

export function categoryQuery({ domainId, categoryIds, parents }: CategoryRequest): Query {
  // Keepa documents `parents` as one that must be given.
  return { domain: `${domainId}`, category: categoryIds.join(','), parents: parents === true ? '1' : '0' };
}

export function searchQuery(request: CategorySearchRequest | ProductSearchRequest): Query {
  const query = { domain: `${request.domainId}`, type: request.type, term: request.term };
  if (request.type === 'category') return { ...query, ...flag('parents', request.parents) };
  return {
    ...query,
    ...integer('page', request.page),
    ...flag('asins-only', request.asinsOnly),
    ...integer('stats', request.statsDays),
    // Keepa sends all history unless told not to.
    history: request.history === true ? '1' : '0',
    ...flag('rating', request.rating),
    ...integer('update', request.updateHours),
  };
}

export function lightningDealQuery({ domainId, asin, state }: LightningDealRequest): Query {
  return { domain: `${domainId}`, ...(asin === undefined ? {} : { asin }), ...(state === undefined ? {} : { state }) };
}
