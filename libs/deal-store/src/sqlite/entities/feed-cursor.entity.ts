import type { FeedCursor } from '@smart-ingestor/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('feed_cursor')
export class FeedCursorEntity implements FeedCursor {
  @PrimaryColumn({ name: 'job_id', type: 'text' }) jobId!: string;
  @PrimaryColumn({ name: 'feed_hash', type: 'text' }) feedHash!: string;
  /** Of the grant that paid for the page; `null` where it was committed without one. */
  @Column({ name: 'account_id', type: 'text', nullable: true }) accountId!: string | null;
  @Column({ name: 'pass_started_ms', type: 'integer' }) passStartedMs!: number;
  @Column({ name: 'pass_completed_ms', type: 'integer', nullable: true }) passCompletedMs!: number | null;
  @Column({ name: 'pages_read', type: 'integer' }) pagesRead!: number;
  @Column({ name: 'last_row_count', type: 'integer', nullable: true }) lastRowCount!: number | null;
  @Column({ name: 'pages_per_pass', type: 'integer' }) pagesPerPass!: number;
  @Column({ name: 'newest_update_ms', type: 'integer', nullable: true }) newestUpdateMs!: number | null;
  @Column({ name: 'covered_to_ms', type: 'integer', nullable: true }) coveredToMs!: number | null;
  @Column({ name: 'oldest_update_ms', type: 'integer', nullable: true }) oldestUpdateMs!: number | null;
}
