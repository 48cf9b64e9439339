import { AccountBucketEntity } from './account-bucket.entity';
import { DealEntity } from './deal.entity';
import { FeedCursorEntity } from './feed-cursor.entity';
import { PriceObservationEntity } from './price-observation.entity';
import { PurchaseEntity } from './purchase.entity';
import { RawResponseEntity } from './raw-response.entity';
import { TokenGrantEntity } from './token-grant.entity';
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
];
