import type { GrantState, Stage, WorkClass } from '@smart-ingestor/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One request and what it cost: a line of the ledger. */
@Entity('token_grant')
@Index('token_grant_by_state', ['accountId', 'state', 'atMs'])
@Index('token_grant_by_time', ['atMs'])
@Index('token_grant_of_account', ['accountId', 'atMs'])
export class TokenGrantEntity {
  @PrimaryColumn({ name: 'call_id', type: 'text' }) callId!: string;
  @Column({ name: 'account_id', type: 'text' }) accountId!: string;
  @Column({ name: 'granted_at_ms', type: 'integer' }) atMs!: number;
  @Column({ name: 'work_class', type: 'text' }) workClass!: WorkClass;
  @Column({ name: 'endpoint', type: 'text' }) endpoint!: string;
  @Column({ name: 'shape', type: 'text' }) shape!: string;
  @Column({ name: 'job_id', type: 'text', nullable: true }) jobId!: string | null;
  @Column({ name: 'items', type: 'integer' }) items!: number;
  @Column({ name: 'expected_tokens', type: 'integer' }) expectedTokens!: number;
  @Column({ name: 'worst_tokens', type: 'integer' }) worstTokens!: number;
  @Column({ name: 'state', type: 'text' }) state!: GrantState;
  @Column({ name: 'consumed_tokens', type: 'integer', nullable: true }) consumedTokens!: number | null;
  @Column({ name: 'tokens_left', type: 'integer', nullable: true }) tokensLeft!: number | null;
  @Column({ name: 'stage', type: 'text', default: 'page' }) stage!: Stage;
}
