import type { Pace } from '@smart-ingestor/ingestion';
import type { LabFaults } from '../account/lab-faults';
import type { PriceModel } from '../account/lab-prices';
import type { FeedSettings } from '../feed/lab-feed';

/** One account and its work. */
export interface Scene {
  readonly refillPerMinute: number;
  readonly openingTokens: number;
  readonly tokenFlowReduction: number;
  readonly prices: PriceModel;
  readonly seed: number;
  readonly hours: number;
  readonly feed: Omit<FeedSettings, 'startMs'>;
  /** Deals in the database at the start, all of them long unseen. */
  readonly storedDeals: number;
  readonly refresh: { readonly withinMs: number; readonly offers?: number } | null;
  /** Sellers known at the start, looked up again after `withinMs`. */
  readonly sellers: { readonly known: number; readonly withinMs: number } | null;
  /** Keep two hours of refill queued for discovery. */
  readonly saturated: boolean;
  readonly faults: LabFaults;
  readonly pace?: Partial<Pace>;
}

/** 44 of 100 peeked items passed at the project this one grew from. */
export const PASS_SHARE = 0.44;
