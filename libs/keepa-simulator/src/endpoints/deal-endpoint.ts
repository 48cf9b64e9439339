import { DEAL_PAGE_TOKENS } from '../price-list';
import { readDealQuery, type DealQuery } from '../deal-query';
import type { Answer, EndpointRequest } from './answer';

/** Where the `deals` member of a page comes from: the seeded feed or recordings. */
export type DealPages = (query: DealQuery) => unknown;

/** Recorded pages took 20 ms to 1.4 s. */
const PROCESSING = { minMs: 20, maxMs: 1_400 };

/** `/deal`: 5 tokens a page of up to 150, partial and empty pages too (7 recorded runs). The selection comes in the query or as a POST body. */
export function answerDeal(request: EndpointRequest, pages: DealPages): Answer {
  const query = readDealQuery(request.query['selection'] ?? request.body);
  if ('message' in query) return { kind: 'refused', status: 400, error: query };
  return { kind: 'payload', members: { deals: pages(query), dealsCached: false }, tokens: DEAL_PAGE_TOKENS, processingMs: PROCESSING };
}
