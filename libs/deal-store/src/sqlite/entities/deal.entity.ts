import type { FeedRow, ProductSnapshot } from '@smart-ingestor/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { DealFacts } from '../../rules/deal-facts';

/**
 * Columns are what people filter and sort by; `feed` and `product` are the complete deal, so that every field reads back as it was.
 * Rows that are free to be refreshed lie in one index by when nothing has renewed them since, held ones in another by when that ends.
 */
@Entity('deal')
@Index('deal_by_updated', ['updatedMs'])
@Index('deal_by_price', ['priceMinor'])
@Index('deal_by_avg90', ['avg90Minor'])
@Index('deal_by_drop', ['dropPercent'])
@Index('deal_by_rank', ['salesRank'])
@Index('deal_by_rank_drops', ['salesRankDrops90'])
@Index('deal_by_offers', ['offerCount'])
@Index('deal_by_margin', ['marginMinor'])
@Index('deal_to_refresh', ['jobId', 'domainId', 'staleSinceMs'], { where: 'held_until_ms = 0' })
@Index('deal_waiting', ['jobId', 'domainId', 'heldUntilMs', 'heldFromMs', 'staleSinceMs'], { where: 'held_until_ms > 0' })
@Index('deal_held_by', ['heldBy'], { where: 'held_by IS NOT NULL' })
@Index('deal_unseen', ['jobId', 'domainId', 'lastSeenMs', 'answeredMs', 'expiredMs'], { where: 'expired_ms IS NULL' })
@Index('deal_expired', ['jobId', 'domainId', 'expiredMs', 'answeredMs'], { where: 'expired_ms IS NOT NULL' })
export class DealEntity implements DealFacts {
  @PrimaryColumn({ name: 'domain_id', type: 'integer' }) domainId!: number;
  @PrimaryColumn({ name: 'asin', type: 'text' }) asin!: string;
  @Column({ name: 'title', type: 'text' }) title!: string;
  @Column({ name: 'title_folded', type: 'text' }) titleFolded!: string;
  @Column({ name: 'root_category', type: 'text', nullable: true }) rootCategory!: string | null;
  @Column({ name: 'price_minor', type: 'integer', nullable: true }) priceMinor!: number | null;
  @Column({ name: 'avg90_minor', type: 'integer', nullable: true }) avg90Minor!: number | null;
  @Column({ name: 'drop_percent', type: 'real', nullable: true }) dropPercent!: number | null;
  @Column({ name: 'sales_rank', type: 'integer', nullable: true }) salesRank!: number | null;
  @Column({ name: 'sales_rank_drops90', type: 'integer', nullable: true }) salesRankDrops90!: number | null;
  @Column({ name: 'offer_count', type: 'integer', nullable: true }) offerCount!: number | null;
  @Column({ name: 'margin_minor', type: 'integer', nullable: true }) marginMinor!: number | null;
  @Column({ name: 'rejected_reason', type: 'text', nullable: true }) rejectedReason!: string | null;
  @Column({ name: 'updated_ms', type: 'integer' }) updatedMs!: number;
  @Column({ name: 'first_stored_ms', type: 'integer' }) firstStoredMs!: number;
  @Column({ name: 'last_seen_ms', type: 'integer' }) lastSeenMs!: number;
  /** What the last write did to this row: 2 made it, 1 changed more than `last_seen_ms`, 0 did not. */
  @Column({ name: 'last_write', type: 'integer' }) lastWrite!: number;
  @Column({ name: 'feed', type: 'simple-json' }) feed!: FeedRow;
  @Column({ name: 'product', type: 'simple-json' }) product!: ProductSnapshot;
  @Column({ name: 'job_id', type: 'text', nullable: true }) jobId!: string | null;
  /** See `staleSince`. */
  @Column({ name: 'stale_since_ms', type: 'integer', default: 0 }) staleSinceMs!: number;
  /** When Keepa last answered a refresh of this row, whatever it said: what permits pruning. */
  @Column({ name: 'answered_ms', type: 'integer', nullable: true }) answeredMs!: number | null;
  @Column({ name: 'expired_ms', type: 'integer', nullable: true }) expiredMs!: number | null;
  @Column({ name: 'attempts', type: 'integer', default: 0 }) attempts!: number;
  @Column({ name: 'fence', type: 'integer', default: 0 }) fence!: number;
  @Column({ name: 'held_by', type: 'text', nullable: true }) heldBy!: string | null;
  @Column({ name: 'held_from_ms', type: 'integer', default: 0 }) heldFromMs!: number;
  /** End of the lease, or of the wait after a failure; 0: free. */
  @Column({ name: 'held_until_ms', type: 'integer', default: 0 }) heldUntilMs!: number;
}
