import type { LedgerBooks, LedgerEntry, LedgerQuery, LedgerTotals } from '@smart-ingestor/contracts';
import { totalsOf } from '../rules/ledger-totals';
import type { MemoryLedger } from './memory-ledger';

export class MemoryBooks implements LedgerBooks {
  constructor(private readonly ledger: MemoryLedger) {}

  async entries({ accountId, sinceMs, workClass, limit }: LedgerQuery): Promise<readonly LedgerEntry[]> {
    return [...this.ledger.allGrants()]
      .reverse()
      .filter((grant) => accountId === undefined || grant.accountId === accountId)
      .filter((grant) => sinceMs === undefined || grant.atMs >= sinceMs)
      .filter((grant) => workClass === undefined || grant.workClass === workClass)
      .sort((a, b) => b.atMs - a.atMs)
      .slice(0, limit);
  }

  async totals(accountId: string, sinceMs = 0): Promise<LedgerTotals> {
    return totalsOf(this.ledger.groups(accountId, sinceMs));
  }

  async accounts(): Promise<readonly string[]> {
    return this.ledger.accountIds();
  }
}
