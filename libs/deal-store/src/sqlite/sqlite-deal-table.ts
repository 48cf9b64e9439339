import type {
  ClaimedDeal,
  Deal,
  DealRow,
  DealsQuery,
  DealTable,
  PruneOutcome,
  PruneRequest,
  RefreshClaim,
  RefreshStatus,
} from '@smart-ingestor/contracts';
import type { Database } from './database';
import { findDeals, loadDeals } from './sqlite-deals';
import { pruneDeals } from './sqlite-prune';
import { claimDueDeals, makeAllDue, refreshStatusOf } from './sqlite-refresh';

export class SqliteDealTable implements DealTable {
  constructor(private readonly database: () => Database) {}

  async byAsin(domainId: number, asins: readonly string[]): Promise<readonly Deal[]> {
    return this.database().read((manager) => loadDeals(manager, domainId, asins));
  }

  async find(query: DealsQuery): Promise<readonly DealRow[]> {
    return this.database().read((manager) => findDeals(manager, query));
  }

  async claimDue(request: RefreshClaim): Promise<readonly ClaimedDeal[]> {
    return this.database().write((tx) => claimDueDeals(tx, request));
  }

  async refreshStatus(request: Parameters<DealTable['refreshStatus']>[0]): Promise<RefreshStatus> {
    return this.database().read((manager) => refreshStatusOf(manager, request));
  }

  async makeAllDue(jobId: string, domainId: number): Promise<number> {
    return makeAllDue(this.database(), jobId, domainId);
  }

  async prune(request: PruneRequest): Promise<PruneOutcome> {
    return this.database().write((tx) => pruneDeals(tx, request));
  }
}
