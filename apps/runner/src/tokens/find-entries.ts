import type { Clock, DealStore, LedgerEntry, WorkClass } from '@smart-ingestor/contracts';
import { accountNowMs } from '../database/account-time';

export interface EntryFilter {
  readonly workClass: WorkClass | undefined;
  /** Length of the stretch that ends now. */
  readonly lastMs: number | undefined;
}

/** Newest first. */
export async function findEntries(store: DealStore, clock: Clock, { workClass, lastMs }: EntryFilter): Promise<readonly LedgerEntry[]> {
  const sinceMs = lastMs === undefined ? undefined : (await accountNowMs(store, clock)) - lastMs;
  return store.ledgerEntries({ workClass, sinceMs });
}
