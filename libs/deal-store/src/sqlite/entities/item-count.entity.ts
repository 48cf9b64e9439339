import type { ItemClass, ItemState } from '@smart-ingestor/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How many work items are where. Kept by triggers on `work_item` alone. */
@Entity('item_count', { withoutRowid: true })
export class ItemCountEntity {
  @PrimaryColumn({ name: 'job_id', type: 'text' }) jobId!: string;
  @PrimaryColumn({ name: 'work_class', type: 'text' }) workClass!: ItemClass;
  @PrimaryColumn({ name: 'state', type: 'text' }) state!: ItemState;
  /** Empty except for rejected items. */
  @PrimaryColumn({ name: 'reason', type: 'text' }) reason!: string;
  @PrimaryColumn({ name: 'domain_id', type: 'integer' }) domainId!: number;
  @Column({ name: 'items', type: 'integer' }) items!: number;
}
