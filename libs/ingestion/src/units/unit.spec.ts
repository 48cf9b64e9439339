import type { DealStore } from '@smart-ingestor/contracts';
import type { Job } from '../job';
import { commitUnit } from './commit-unit';
import { peekUnit } from './peek-unit';

const job = {
  id: 'books',
  source: { domainId: 1 },
  peek: { statsDays: 90 },
  commit: { offers: 20, statsDays: 90, historyDays: 90, stock: false, rating: false },
} as Job;

describe('the template that a batch is priced by', () => {
  // A template of distinct ASINs only would price every batch as one ASIN: the floor would hold nothing.
  it.each([
    ['peek', peekUnit(job, 100, {} as DealStore, 'me')],
    ['commit', commitUnit(job, 100, {} as DealStore, 'me')],
  ])('carries as many ASINs as the %s will', (_name, unit) => {
    for (const size of [1, 20, 50, 100]) expect(unit.template(size).asins).toHaveLength(size);
  });
});
