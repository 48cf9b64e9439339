import type { FeedRow } from './feed-row';
import { marginAfterFees, type MinorUnits } from './money';
import type { ProductSnapshot } from './product-snapshot';

/** What the database keeps of one (domain, asin). The feed part is renewed by every sighting, the product part only by a paid request. */
export interface Deal {
  readonly domainId: number;
  readonly asin: string;
  /** The job that bought it: its `refreshWithin` keeps the row fresh. `null`: stored before this was recorded, any job of the domain may. */
  readonly jobId: string | null;
  readonly feed: FeedRow;
  readonly product: ProductSnapshot;
  readonly marginMinor: MinorUnits | null;
  /** Why the latest sighting no longer passes the filter; `null` while it does. */
  readonly rejectedReason: string | null;
  readonly firstStoredMs: number;
  /** Latest sighting of any kind: a row of the feed, also a rejected one, or data from a paid refresh. */
  readonly lastSeenMs: number;
}

/** Sells at the 90-day average of the deal's price type, buys at its current price. */
export function dealMargin(feed: FeedRow, product: ProductSnapshot): MinorUnits | null {
  return marginAfterFees(feed.avg90Minor, feed.currentMinor, product.fees);
}
