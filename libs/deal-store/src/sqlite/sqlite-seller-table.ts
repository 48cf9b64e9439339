import type { ClaimedSeller, SellerClaim, SellerRow, SellerStatus, SellerTable } from '@smart-ingestor/contracts';
import type { Database } from './database';
import { claimDueSellers, findSellers, sellerStatusOf } from './sqlite-sellers';

export class SqliteSellerTable implements SellerTable {
  constructor(private readonly database: () => Database) {}

  async claimDue(request: SellerClaim): Promise<readonly ClaimedSeller[]> {
    return this.database().write((tx) => claimDueSellers(tx, request));
  }

  async status(request: Parameters<SellerTable['status']>[0]): Promise<SellerStatus> {
    return this.database().read((manager) => sellerStatusOf(manager, request));
  }

  async find(query: Parameters<SellerTable['find']>[0]): Promise<readonly SellerRow[]> {
    return this.database().read((manager) => findSellers(manager, query));
  }
}
