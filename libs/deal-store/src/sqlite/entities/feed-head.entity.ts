import type { FeedHead } from '@smart-ingestor/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('feed_head')
export class FeedHeadEntity implements FeedHead {
  @PrimaryColumn({ name: 'job_id', type: 'text' }) jobId!: string;
  @PrimaryColumn({ name: 'feed_hash', type: 'text' }) feedHash!: string;
  /** As in the cursor. */
  @Column({ name: 'account_id', type: 'text', nullable: true }) accountId!: string | null;
  @Column({ name: 'reached_ms', type: 'integer', nullable: true }) reachedMs!: number | null;
  @Column({ name: 'started_ms', type: 'integer' }) startedMs!: number;
  @Column({ name: 'pages_read', type: 'integer' }) pagesRead!: number;
  @Column({ name: 'newest_created_ms', type: 'integer', nullable: true }) newestCreatedMs!: number | null;
  @Column({ name: 'running_newest_created_ms', type: 'integer', nullable: true }) runningNewestCreatedMs!: number | null;
  @Column({ name: 'order_verified', type: 'boolean' }) orderVerified!: boolean;
}
