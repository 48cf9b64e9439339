import type { LedgerBooks, LedgerEntry, LedgerQuery, LedgerTotals } from '@smart-ingestor/contracts';
import { type GrantGroup, totalsOf } from '../rules/ledger-totals';
import { HOUR_MS } from '../rules/status';
import type { Database } from './database';
import { AccountBucketEntity } from './entities/account-bucket.entity';
import { TokenGrantEntity } from './entities/token-grant.entity';
import { TokenHourEntity } from './entities/token-hour.entity';

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

  /** Whole hours are added up already; only the first one is counted line by line. */
  async totals(accountId: string, sinceMs = 0): Promise<LedgerTotals> {
    const wholeFromMs = Math.ceil(sinceMs / HOUR_MS) * HOUR_MS;
    return this.database().read(async (manager) => {
      const hours = await manager
        .createQueryBuilder(TokenHourEntity, 'hour')
        .select(['hour.workClass AS workClass', 'hour.stage AS stage', 'hour.state AS state'])
        .addSelect('sum(hour.grants)', 'grants')
        .addSelect('sum(hour.consumedTokens)', 'consumedTokens')
        .where('hour.accountId = :accountId AND hour.hourMs >= :wholeFromMs', { accountId, wholeFromMs })
        .groupBy('hour.workClass, hour.stage, hour.state')
        .getRawMany<GrantGroup>();
      const lines = await manager
        .createQueryBuilder(TokenGrantEntity, 'line')
        .select(['line.workClass AS workClass', 'line.stage AS stage', 'line.state AS state'])
        .addSelect('count(*)', 'grants')
        .addSelect('coalesce(sum(line.consumedTokens), 0)', 'consumedTokens')
        .where('line.accountId = :accountId AND line.atMs >= :sinceMs AND line.atMs < :wholeFromMs', { accountId, sinceMs, wholeFromMs })
        .groupBy('line.workClass, line.stage, line.state')
        .getRawMany<GrantGroup>();
      return totalsOf([...hours, ...lines]);
    });
  }

  async accounts(): Promise<readonly string[]> {
    return this.database().read(async (manager) => {
      const read = await manager.createQueryBuilder(AccountBucketEntity, 'bucket').select('bucket.accountId', 'accountId').getRawMany<OfAccount>();
      const granted = await manager
        .createQueryBuilder(TokenHourEntity, 'hour')
        .select('DISTINCT hour.accountId', 'accountId')
        .getRawMany<OfAccount>();
      return [...new Set([...read, ...granted].map(({ accountId }) => accountId))].sort();
    });
  }
}
