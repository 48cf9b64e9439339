import type { LedgerBooks, LedgerEntry, LedgerQuery, LedgerTotals } from '@smart-ingestor/contracts';
import { type GrantGroup, totalsOf } from '../rules/ledger-totals';
import type { Database } from './database';
import { AccountBucketEntity } from './entities/account-bucket.entity';
import { TokenGrantEntity } from './entities/token-grant.entity';

interface OfAccount {
  readonly accountId: string;
}

export class SqliteBooks implements LedgerBooks {
  constructor(private readonly database: () => Database) {}

  async entries({ accountId, sinceMs, workClass, limit }: LedgerQuery): Promise<readonly LedgerEntry[]> {
    return this.database().read(async (manager) => {
      const query = manager.createQueryBuilder(TokenGrantEntity, 'line').orderBy('line.atMs', 'DESC').addOrderBy('line.rowid', 'DESC').limit(limit);
      if (accountId !== undefined) query.andWhere('line.accountId = :accountId', { accountId });
      if (sinceMs !== undefined) query.andWhere('line.atMs >= :sinceMs', { sinceMs });
      if (workClass !== undefined) query.andWhere('line.workClass = :workClass', { workClass });
      return (await query.getMany()).map((line) => ({ ...line }));
    });
  }

  async totals(accountId: string): Promise<LedgerTotals> {
    return this.database().read(async (manager) => {
      const groups = await manager
        .createQueryBuilder(TokenGrantEntity, 'line')
        .select('line.workClass', 'workClass')
        .addSelect('line.state', 'state')
        .addSelect('count(*)', 'grants')
        .addSelect('coalesce(sum(line.consumedTokens), 0)', 'consumedTokens')
        .where('line.accountId = :accountId', { accountId })
        .groupBy('line.workClass')
        .addGroupBy('line.state')
        .getRawMany<GrantGroup>();
      return totalsOf(groups);
    });
  }

  async accounts(): Promise<readonly string[]> {
    return this.database().read(async (manager) => {
      const read = await manager.createQueryBuilder(AccountBucketEntity, 'bucket').select('bucket.accountId', 'accountId').getRawMany<OfAccount>();
      const granted = await manager
        .createQueryBuilder(TokenGrantEntity, 'line')
        .select('DISTINCT line.accountId', 'accountId')
        .getRawMany<OfAccount>();
      return [...new Set([...read, ...granted].map(({ accountId }) => accountId))].sort();
    });
  }
}
