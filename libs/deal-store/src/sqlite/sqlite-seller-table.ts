import type { SellerTable } from '@smart-ingestor/contracts';
import type { Database } from './database';

export class SqliteSellerTable implements SellerTable {
  constructor(private readonly database: () => Database) {}
}
