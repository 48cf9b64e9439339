import type { Seller } from '@smart-ingestor/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Who sells. An id is enough for a row; what Keepa says of it comes later. */
@Entity('seller')
@Index('seller_to_fetch', ['domainId', 'fetchedMs'], { where: 'held_until_ms = 0' })
@Index('seller_waiting', ['domainId', 'heldUntilMs', 'heldFromMs', 'fetchedMs'], { where: 'held_until_ms > 0' })
@Index('seller_held_by', ['heldBy'], { where: 'held_by IS NOT NULL' })
@Index('seller_by_ratings', ['ratingCount'])
export class SellerEntity {
  @PrimaryColumn({ name: 'domain_id', type: 'integer' }) domainId!: number;
  @PrimaryColumn({ name: 'seller_id', type: 'text' }) sellerId!: string;
  @Column({ name: 'rating_count', type: 'integer', nullable: true }) ratingCount!: number | null;
  /** Last answered lookup; `null` before the first. */
  @Column({ name: 'fetched_ms', type: 'integer', nullable: true }) fetchedMs!: number | null;
  @Column({ name: 'attempts', type: 'integer' }) attempts!: number;
  @Column({ name: 'fence', type: 'integer' }) fence!: number;
  @Column({ name: 'held_by', type: 'text', nullable: true }) heldBy!: string | null;
  @Column({ name: 'held_from_ms', type: 'integer' }) heldFromMs!: number;
  @Column({ name: 'held_until_ms', type: 'integer' }) heldUntilMs!: number;
  /** `null`: not looked up yet, or unknown to Keepa. */
  @Column({ name: 'seller', type: 'simple-json', nullable: true }) seller!: Seller | null;
}
