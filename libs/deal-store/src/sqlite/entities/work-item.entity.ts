import type { FeedRow, ItemClass, ItemFailure, ItemState } from '@smart-ingestor/contracts';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { ItemRow } from '../../rules/item-book';

/**
 * The index for `claim` holds the free open items (held_until_ms 0) of each lane in their order; those that are leased or wait for a retry lie
 * in another, by when that ends, and a third finds what was leased by another clock.
 */
@Entity('work_item')
@Index('work_item_key', ['jobId', 'domainId', 'asin', 'lastUpdateMs'], { unique: true })
@Index('work_item_to_claim', ['jobId', 'workClass', 'state', 'value', 'lastUpdateMs'], {
  where: "state IN ('queued', 'accepted') AND held_until_ms = 0",
})
@Index('work_item_waiting', ['jobId', 'workClass', 'heldUntilMs', 'heldFromMs', 'state'], {
  where: "state IN ('queued', 'accepted') AND held_until_ms > 0",
})
@Index('work_item_held_from', ['jobId', 'workClass', 'heldFromMs'], { where: "state IN ('queued', 'accepted') AND held_until_ms > 0" })
@Index('work_item_held_by', ['heldBy'], { where: 'held_by IS NOT NULL' })
@Index('work_item_held_asin', ['asin'], { where: 'held_by IS NOT NULL' })
@Index('work_item_open', ['asin'], { where: "state IN ('queued', 'accepted')" })
@Index('work_item_oldest', ['jobId', 'lastUpdateMs'], { where: "state IN ('queued', 'accepted')" })
@Index('work_item_dead', ['finishedMs'], { where: "state = 'dead'" })
@Index('work_item_finished', ['finishedMs', 'state', 'jobId'], { where: 'finished_ms IS NOT NULL' })
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
  @Column({ name: 'work_class', type: 'text', default: 'discover' }) workClass!: ItemClass;
  @Column({ name: 'value', type: 'real', default: 0 }) value!: number;
  @Column({ name: 'tokens_spent', type: 'integer', default: 0 }) tokensSpent!: number;
  @Column({ name: 'failure', type: 'simple-json', nullable: true }) failure!: ItemFailure | null;
  @Column({ name: 'finished_ms', type: 'integer', nullable: true }) finishedMs!: number | null;
}
