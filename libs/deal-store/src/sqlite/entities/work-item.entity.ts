import type { FeedRow, ItemState } from '@smart-ingestor/contracts';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { ItemRow } from '../../rules/item-book';

/** The index for `claim` holds open items only, and free ones (held_until_ms 0) lie together in the order of their lastUpdate. */
@Entity('work_item')
@Index('work_item_key', ['jobId', 'domainId', 'asin', 'lastUpdateMs'], { unique: true })
@Index('work_item_to_claim', ['jobId', 'state', 'heldUntilMs', 'lastUpdateMs'], { where: "state IN ('queued', 'accepted')" })
@Index('work_item_open', ['asin'], { where: "state IN ('queued', 'accepted')" })
@Index('work_item_by_state', ['jobId', 'state', 'reason'])
export class WorkItemEntity implements ItemRow {
  @PrimaryGeneratedColumn({ name: 'id' }) id!: number;
  @Column({ name: 'job_id', type: 'text' }) jobId!: string;
  @Column({ name: 'domain_id', type: 'integer' }) domainId!: number;
  @Column({ name: 'asin', type: 'text' }) asin!: string;
  @Column({ name: 'last_update_ms', type: 'integer' }) lastUpdateMs!: number;
  @Column({ name: 'state', type: 'text' }) state!: ItemState;
  @Column({ name: 'reason', type: 'text', nullable: true }) reason!: string | null;
  @Column({ name: 'filter_hash', type: 'text' }) filterHash!: string;
  @Column({ name: 'attempts', type: 'integer' }) attempts!: number;
  @Column({ name: 'fence', type: 'integer' }) fence!: number;
  @Column({ name: 'held_by', type: 'text', nullable: true }) heldBy!: string | null;
  @Column({ name: 'held_from_ms', type: 'integer' }) heldFromMs!: number;
  @Column({ name: 'held_until_ms', type: 'integer' }) heldUntilMs!: number;
  @Column({ name: 'feed', type: 'simple-json' }) feed!: FeedRow;
}
