import type { FeedPart } from '@smart-ingestor/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Who may read the next page of a feed. */
@Entity('feed_lease')
export class FeedLeaseEntity {
  @PrimaryColumn({ name: 'job_id', type: 'text' }) jobId!: string;
  @PrimaryColumn({ name: 'feed_hash', type: 'text' }) feedHash!: string;
  @PrimaryColumn({ name: 'part', type: 'text' }) part!: FeedPart;
  /** Paid for the latest page that was read under it. */
  @Column({ name: 'account_id', type: 'text', nullable: true }) accountId!: string | null;
  @Column({ name: 'fence', type: 'integer' }) fence!: number;
  @Column({ name: 'held_by', type: 'text', nullable: true }) heldBy!: string | null;
  @Column({ name: 'held_from_ms', type: 'integer' }) heldFromMs!: number;
  @Column({ name: 'held_until_ms', type: 'integer' }) heldUntilMs!: number;
}
