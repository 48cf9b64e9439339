import type { CoverageGap } from '@smart-ingestor/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('coverage_gap')
@Index('coverage_gap_by_time', ['jobId', 'recordedMs'])
export class CoverageGapEntity implements CoverageGap {
  @PrimaryColumn({ name: 'job_id', type: 'text' }) jobId!: string;
  @PrimaryColumn({ name: 'feed_hash', type: 'text' }) feedHash!: string;
  @PrimaryColumn({ name: 'reason', type: 'text' }) reason!: CoverageGap['reason'];
  @PrimaryColumn({ name: 'from_ms', type: 'integer' }) fromMs!: number;
  /** As in the cursor. */
  @Column({ name: 'account_id', type: 'text', nullable: true }) accountId!: string | null;
  @Column({ name: 'to_ms', type: 'integer' }) toMs!: number;
  @Column({ name: 'recorded_ms', type: 'integer' }) recordedMs!: number;
}
