import type { ProductRequest } from '@smart-ingestor/contracts';
import type { Job } from '../job';

/** The cheap look: no offers, no history. 1 token an ASIN. */
export function peekRequest({ source, peek }: Job, asins: readonly string[]): ProductRequest {
  return { endpoint: 'product', domainId: source.domainId, asins, statsDays: peek.statsDays, history: false };
}

/** The purchase, with offers and history. */
export function commitRequest({ source, commit }: Job, asins: readonly string[]): ProductRequest {
  return {
    endpoint: 'product',
    domainId: source.domainId,
    asins,
    statsDays: commit.statsDays,
    history: true,
    historyDays: commit.historyDays,
    offers: commit.offers,
    ...(commit.stock ? { stock: true } : {}),
    ...(commit.rating ? { rating: true } : {}),
  };
}
