import type { Seller } from '../keepa/results';
import type { Lease, LeaseTerms } from './lease';

/** A seller id held for one request. */
export interface ClaimedSeller extends Lease {
  readonly domainId: number;
  readonly sellerId: string;
  readonly attempts: number;
}

export interface SellerClaim extends LeaseTerms {
  readonly domainId: number;
  /** Sellers looked up before this, or never, are due. */
  readonly fetchedBeforeMs: number;
  readonly limit: number;
}

/** How a lookup ended. Fenced. */
export interface FetchedSeller {
  readonly claimed: ClaimedSeller;
  /** `null`: Keepa does not know the id, or the request failed. */
  readonly seller: Seller | null;
  readonly answered: boolean;
  /** With a failure: not again before. */
  readonly notBeforeMs?: number;
}

/** Ids of sellers that live offers named. */
export interface SellersSeen {
  readonly domainId: number;
  readonly sellerIds: readonly string[];
}

export interface SellerRow {
  readonly domainId: number;
  readonly sellerId: string;
  /** `null`: not looked up yet, or unknown to Keepa. */
  readonly seller: Seller | null;
  readonly fetchedMs: number | null;
}

export interface SellerStatus {
  readonly sellers: number;
  /** What `claimDue` would find now. */
  readonly due: number;
  /** When the first due seller that waits or is leased becomes free, where none is free now. */
  readonly nextFreeAtMs: number | null;
}

/** Who sells. Written by `DealStore.commit`. */
export interface SellerTable {
  /** Never looked up first, then the oldest. Those whose lease ran out are free, but for the owner's own. */
  claimDue(request: SellerClaim): Promise<readonly ClaimedSeller[]>;
  /** What `claimDue` would find, for this owner where one is named. */
  status(request: Pick<SellerClaim, 'domainId' | 'fetchedBeforeMs' | 'nowMs'> & { readonly owner?: string }): Promise<SellerStatus>;
  /** Most ratings first. */
  find(query: { readonly domainId?: number; readonly limit?: number }): Promise<readonly SellerRow[]>;
}
