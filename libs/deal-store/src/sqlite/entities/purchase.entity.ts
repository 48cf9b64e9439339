import type { ProductSnapshot, Purchase } from '@smart-ingestor/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('purchase')
@Index('purchase_by_call', ['callId'], { where: 'call_id IS NOT NULL' })
@Index('purchase_by_time', ['boughtMs'])
export class PurchaseEntity implements Purchase {
  @PrimaryColumn({ name: 'domain_id', type: 'integer' }) domainId!: number;
  @PrimaryColumn({ name: 'asin', type: 'text' }) asin!: string;
  @PrimaryColumn({ name: 'last_update_ms', type: 'integer' }) lastUpdateMs!: number;
  @PrimaryColumn({ name: 'stage', type: 'text' }) stage!: Purchase['stage'];
  /** `null`: Keepa has no data. */
  @Column({ name: 'product', type: 'simple-json', nullable: true }) product!: ProductSnapshot | null;
  /** The request that paid for it; `null` where it is not known. */
  @Column({ name: 'call_id', type: 'text', nullable: true }) callId!: string | null;
  @Column({ name: 'bought_ms', type: 'integer', default: 0 }) boughtMs!: number;
}
