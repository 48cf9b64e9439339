import type { ProductSnapshot, Purchase } from '@smart-ingestor/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('purchase')
export class PurchaseEntity implements Purchase {
  @PrimaryColumn({ name: 'domain_id', type: 'integer' }) domainId!: number;
  @PrimaryColumn({ name: 'asin', type: 'text' }) asin!: string;
  @PrimaryColumn({ name: 'last_update_ms', type: 'integer' }) lastUpdateMs!: number;
  @PrimaryColumn({ name: 'stage', type: 'text' }) stage!: Purchase['stage'];
  /** `null`: Keepa has no data. */
  @Column({ name: 'product', type: 'simple-json', nullable: true }) product!: ProductSnapshot | null;
}
