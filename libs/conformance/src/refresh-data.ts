import type { ClaimedDeal, ClaimedSeller, DealStore, RefreshClaim, RefreshedDeal, SellerClaim } from '@smart-ingestor/contracts';
import { SUITE_NOW_MS } from './bucket-states';

/** Test data: everything of job `books` that was not seen since now, for `me`. */
export function refreshClaimOf(fields: Partial<RefreshClaim> = {}): RefreshClaim {
  return { jobId: 'books', domainId: 1, seenBeforeMs: SUITE_NOW_MS + 1, limit: 10, owner: 'me', leaseMs: 90_000, nowMs: SUITE_NOW_MS, ...fields };
}

export function sellerClaimOf(fields: Partial<SellerClaim> = {}): SellerClaim {
  return { domainId: 1, fetchedBeforeMs: SUITE_NOW_MS + 1, limit: 10, owner: 'me', leaseMs: 90_000, nowMs: SUITE_NOW_MS, ...fields };
}

/** Claims exactly one deal, or fails. */
export async function claimDeal(store: DealStore, fields: Partial<RefreshClaim> = {}): Promise<ClaimedDeal> {
  const claimed = await store.deals.claimDue(refreshClaimOf({ limit: 1, ...fields }));
  if (claimed.length !== 1) throw new Error(`Expected one deal to refresh, found ${claimed.length}`);
  return claimed[0]!;
}

/** Claims exactly one seller, or fails. */
export async function claimSeller(store: DealStore, fields: Partial<SellerClaim> = {}): Promise<ClaimedSeller> {
  const claimed = await store.sellers.claimDue(sellerClaimOf({ limit: 1, ...fields }));
  if (claimed.length !== 1) throw new Error(`Expected one seller to look up, found ${claimed.length}`);
  return claimed[0]!;
}

/** Keepa answered, and has no data of it. */
export function nothingOf(claimed: ClaimedDeal): RefreshedDeal {
  return { claimed, deal: null, answered: true };
}

export async function dueAsins(store: DealStore, fields: Partial<RefreshClaim> = {}): Promise<readonly string[]> {
  return (await store.deals.claimDue(refreshClaimOf(fields))).map(({ deal }) => deal.asin);
}
