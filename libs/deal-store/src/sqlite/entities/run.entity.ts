import type { RunRecord, RunWait } from '@smart-ingestor/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('run')
export class RunEntity implements RunRecord {
  @PrimaryColumn({ name: 'owner', type: 'text' }) owner!: string;
  @Column({ name: 'account_id', type: 'text' }) accountId!: string;
  @Column({ name: 'host', type: 'text' }) host!: string;
  @Column({ name: 'pid', type: 'integer' }) pid!: number;
  @Column({ name: 'started_ms', type: 'integer' }) startedMs!: number;
  @Column({ name: 'seen_ms', type: 'integer' }) seenMs!: number;
  @Column({ name: 'jobs', type: 'simple-json' }) jobs!: readonly string[];
  @Column({ name: 'progress_ms', type: 'integer', nullable: true }) progressMs!: number | null;
  @Column({ name: 'wait', type: 'simple-json', nullable: true }) wait!: RunWait | null;
}
