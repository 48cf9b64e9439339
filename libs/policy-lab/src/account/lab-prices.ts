import type { KeepaRequest, ProductRequest } from '@smart-ingestor/contracts';
import type { SeededRandom } from '@smart-ingestor/keepa-simulator';

/** What one ASIN with offers really costs. Admission always counts the price list's worst case (13 with `rating`), also under C1. */
export type PriceModel = 'C1' | 'C6' | 'C6-12' | 'Cworst';
export const PRICE_MODELS: readonly PriceModel[] = ['C1', 'C6', 'C6-12', 'Cworst'];

const DEAL_PAGE_TOKENS = 5;
const [ONE_PAGE_TOKENS, TWO_PAGES_TOKENS] = [6, 12];
/** Failures.md of the project's past: three quarters of the offers fit one page. */
const TWO_PAGES_SHARE = 0.25;
/** Offers and rating at their dearest; without rating 12. */
const RATING_TOKENS = 1;

/** The server's bill for one request. */
export function tokensOf(request: KeepaRequest, prices: PriceModel, random: SeededRandom): number {
  if (request.endpoint === 'deal') return DEAL_PAGE_TOKENS;
  if (request.endpoint === 'seller') return request.sellerIds.length;
  if (request.endpoint !== 'product') throw new Error(`The lab has no price for ${request.endpoint}.`);
  const asins = request.asins?.length ?? 0;
  if (request.offers === undefined || prices === 'C1') return asins;
  if (prices === 'C6') return asins * ONE_PAGE_TOKENS;
  if (prices === 'Cworst') return asins * worstTokensOf(request);
  let tokens = 0;
  for (let n = 0; n < asins; n += 1) tokens += random.next() < TWO_PAGES_SHARE ? TWO_PAGES_TOKENS : ONE_PAGE_TOKENS;
  return tokens;
}

function worstTokensOf({ rating }: ProductRequest): number {
  return TWO_PAGES_TOKENS + (rating === true ? RATING_TOKENS : 0);
}

/** Mean price of one ASIN with offers. */
export function meanOffersTokens(prices: PriceModel): number {
  return { C1: 1, C6: 6, 'C6-12': 7.5, Cworst: 13 }[prices];
}
