import type { SpendTrack } from '@smart-ingestor/token-bucket';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The last reading of an account, as `TrackedBucket`, and what all of them add up to. */
@Entity('account_bucket')
export class AccountBucketEntity {
  @PrimaryColumn({ name: 'account_id', type: 'text' }) accountId!: string;
  @Column({ name: 'balance_tokens', type: 'integer' }) balanceTokens!: number;
  @Column({ name: 'at_ms', type: 'integer' }) atMs!: number;
  @Column({ name: 'next_refill_at_ms', type: 'integer' }) nextRefillAtMs!: number;
  @Column({ name: 'refill_per_minute', type: 'integer' }) refillPerMinute!: number;
  @Column({ name: 'projected_refill_per_minute', type: 'integer' }) projectedRefillPerMinute!: number;
  @Column({ name: 'token_flow_reduction', type: 'real' }) tokenFlowReduction!: number;
  /** What the readings say of others who spend from this account. */
  @Column({ name: 'spend', type: 'simple-json', nullable: true }) spend!: SpendTrack | null;
}
