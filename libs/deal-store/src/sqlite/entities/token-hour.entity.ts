import type { GrantState, Stage, WorkClass } from '@smart-ingestor/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Lines of the ledger by the hour in which they were granted, so that nobody adds up a million of them. Kept by triggers on `token_grant` alone. */
@Entity('token_hour', { withoutRowid: true })
export class TokenHourEntity {
  @PrimaryColumn({ name: 'account_id', type: 'text' }) accountId!: string;
  @PrimaryColumn({ name: 'hour_ms', type: 'integer' }) hourMs!: number;
  @PrimaryColumn({ name: 'work_class', type: 'text' }) workClass!: WorkClass;
  @PrimaryColumn({ name: 'stage', type: 'text' }) stage!: Stage;
  @PrimaryColumn({ name: 'state', type: 'text' }) state!: GrantState;
  @Column({ name: 'grants', type: 'integer' }) grants!: number;
  @Column({ name: 'consumed_tokens', type: 'integer' }) consumedTokens!: number;
}
