import { OFFERS_MAX, OFFERS_MIN, PRODUCTS_PER_REQUEST_MAX } from '@smart-ingestor/keepa-wire';
import type { ProductExtras } from '../price-list';
import { type Answer, type EndpointRequest, integerParameter, isOn, PRODUCT_DOMAINS, refused } from './answer';

/** A `/product` request as the server understands it. */
export interface ProductQuery {
  readonly domainId: number;
  readonly asins: readonly string[];
  readonly codes: readonly string[];
  readonly codeLimit: number | null;
  /** Interval of `stats`; `null` = no statistics. */
  readonly statsDays: number | null;
  readonly withHistory: boolean;
  readonly historyDays: number | null;
  readonly extras: ProductExtras;
}

const DEFAULT_STATS_DAYS = 90;

/** The query, or Keepa's refusal. Too few offers are refused with status 200, as recorded. */
export function readProductQuery({ query }: EndpointRequest): ProductQuery | Answer {
  const domainId = integerParameter(query, 'domain') ?? NaN;
  const asins = listOf(query['asin']);
  const codes = listOf(query['code']);
  const offers = integerParameter(query, 'offers');
  const updateHours = integerParameter(query, 'update');
  const codeLimit = integerParameter(query, 'code-limit');
  const historyDays = integerParameter(query, 'days');
  if (!PRODUCT_DOMAINS.has(domainId)) return refused('domain');
  if (asins.length > 0 === codes.length > 0) return refused('asin');
  if (asins.length + codes.length > PRODUCTS_PER_REQUEST_MAX) return refused(asins.length > 0 ? 'asin' : 'code');
  if (Number.isNaN(offers) || Number.isNaN(updateHours)) return refused(Number.isNaN(offers) ? 'offers' : 'update');
  if (Number.isNaN(codeLimit) || Number.isNaN(historyDays)) return refused(Number.isNaN(codeLimit) ? 'code-limit' : 'days');
  if (offers !== null && (offers < OFFERS_MIN || offers > OFFERS_MAX)) return tooFewOffers();
  return {
    domainId,
    asins,
    codes,
    codeLimit,
    statsDays: query['stats'] === undefined ? null : integerParameter(query, 'stats') || DEFAULT_STATS_DAYS,
    withHistory: query['history'] === undefined || isOn(query, 'history'),
    historyDays,
    extras: {
      offers,
      updateHours,
      rating: isOn(query, 'rating'),
      stock: isOn(query, 'stock'),
      buybox: isOn(query, 'buybox'),
      historicalVariations: isOn(query, 'historical-variations'),
    },
  };
}

function tooFewOffers(): Answer {
  const message = 'Either no or a minimum of 20 offers must be requested.';
  return { kind: 'refused', status: 200, error: { type: 'invalidParameter', message, details: null } };
}

function listOf(text: string | undefined): string[] {
  return (text ?? '').split(',').filter((entry) => entry !== '');
}
