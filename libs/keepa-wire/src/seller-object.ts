import type { KeepaEnvelope } from './envelope';

export interface KeepaSeller {
  sellerId: string;
  sellerName?: string | null;
  domainId?: number;
  lastUpdate?: number;
  hasFBA?: boolean;
  isScammer?: boolean;
  /** Percent. */
  currentRating?: number;
  currentRatingCount?: number;
  asinList?: string[] | null;
  [member: string]: unknown;
}

/** An unknown seller is simply missing from the map. */
export interface KeepaSellerResponse extends KeepaEnvelope {
  sellers?: Record<string, KeepaSeller> | null;
}
