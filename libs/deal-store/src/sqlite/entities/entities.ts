import { AccountBucketEntity } from './account-bucket.entity';
import { CoverageGapEntity } from './coverage-gap.entity';
import { DealEntity } from './deal.entity';
import { FeedCursorEntity } from './feed-cursor.entity';
import { FeedHeadEntity } from './feed-head.entity';
import { FeedLeaseEntity } from './feed-lease.entity';
import { ItemCountEntity } from './item-count.entity';
import { PriceObservationEntity } from './price-observation.entity';
import { PurchaseEntity } from './purchase.entity';
import { RawResponseEntity } from './raw-response.entity';
import { RunEntity } from './run.entity';
import { SellerEntity } from './seller.entity';
import { TokenGrantEntity } from './token-grant.entity';
import { TokenHourEntity } from './token-hour.entity';
import { WorkItemEntity } from './work-item.entity';

/** Every table carries an account or a domain. */
export const ENTITIES = [
  AccountBucketEntity,
  TokenGrantEntity,
  DealEntity,
  PriceObservationEntity,
  WorkItemEntity,
  PurchaseEntity,
  FeedCursorEntity,
  RawResponseEntity,
  ItemCountEntity,
  FeedHeadEntity,
  FeedLeaseEntity,
  CoverageGapEntity,
  RunEntity,
  SellerEntity,
  TokenHourEntity,
];
