import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** The bytes that were paid for. Never holds a key. */
@Entity('raw_response')
@Index('raw_response_by_time', ['receivedAtMs'])
export class RawResponseEntity {
  @PrimaryGeneratedColumn({ name: 'id' }) id!: number;
  /** Of the grant that paid for it, like `callId`; `null` where it was committed without one. */
  @Column({ name: 'account_id', type: 'text', nullable: true }) accountId!: string | null;
  @Column({ name: 'call_id', type: 'text', nullable: true }) callId!: string | null;
  @Column({ name: 'received_at_ms', type: 'integer' }) receivedAtMs!: number;
  @Column({ name: 'endpoint', type: 'text' }) endpoint!: string;
  @Column({ name: 'request', type: 'text' }) request!: string;
  @Column({ name: 'status', type: 'integer' }) status!: number;
  @Column({ name: 'body_gzip', type: 'blob' }) bodyGzip!: Buffer;
}
