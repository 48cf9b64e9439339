import type { Deal, DealRow, DealsQuery, DealTable } from '@smart-ingestor/contracts';
import type { Database } from './database';
import { findDeals, loadDeals } from './sqlite-deals';

export class SqliteDealTable implements DealTable {
  constructor(private readonly database: () => Database) {}

  async byAsin(domainId: number, asins: readonly string[]): Promise<readonly Deal[]> {
    return this.database().read((manager) => loadDeals(manager, domainId, asins));
  }

  async find(query: DealsQuery): Promise<readonly DealRow[]> {
    return this.database().read((manager) => findDeals(manager, query));
  }
}
