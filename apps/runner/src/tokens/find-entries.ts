import type { Clock, DealStore, LedgerEntry, Stage, WorkClass } from '@smart-ingestor/contracts';
import { accountNowMs } from '../database/account-time';

export interface EntryFilter {
  readonly workClass: WorkClass | undefined;
  readonly stage: Stage | undefined;
  /** Length of the stretch that ends now. */
  readonly lastMs: number | undefined;
}

/** Newest first. */
export async function findEntries(store: DealStore, clock: Clock, { workClass, stage, lastMs }: EntryFilter): Promise<readonly LedgerEntry[]> {
  const sinceMs = lastMs === undefined ? undefined : (await accountNowMs(store, clock)) - lastMs;
  const entries = await store.books.entries({ workClass, sinceMs });
  return stage === undefined ? entries : entries.filter((entry) => entry.stage === stage);
}
