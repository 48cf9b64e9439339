import type { DealStore, JobStatus, LedgerEntry, RefreshStatus, SellerStatus } from '@smart-ingestor/contracts';
import {
  explainList,
  explainRefresh,
  explainScan,
  headAgeMs,
  type Job,
  type Pace,
  paceOfFeed,
  refreshCycleMs,
  refreshLoad,
} from '@smart-ingestor/ingestion';

/** Recorded: 6.0 to 7.7 tokens a row with offers, 1 without. Used until the ledger knows better. */
const TOKENS_PER_ROW_WITH_OFFERS = 6.5;
/** Enough to tell what a row really costs. */
const PRICED_REQUESTS = 200;

/** What follows for a job from its config, its plan and its tables. */
export interface JobOutlook {
  /** Age of what is known of the newest end of the feed; `null` before the first complete pass. */
  readonly headAgeMs: number | null;
  /** How often the feed or list is read and why, in a sentence; `null` while no plan or no pass is known. */
  readonly cadence: string | null;
  /** `null`: rows are renewed by sightings only. */
  readonly refresh: RefreshOutlook | null;
  /** `null`: sellers are not looked up. */
  readonly sellers: SellerStatus | null;
}

export interface RefreshOutlook extends RefreshStatus {
  readonly withinMs: number;
  /** The plan cannot look at every row in time. */
  readonly isBehind: boolean;
  /** What the plan can do for the table, in a sentence; `null` without rows or while no plan is known. */
  readonly statement: string | null;
}

/** What a job lives on. */
export interface JobPlan {
  readonly pace: Pace;
  /** All that the account works on: they divide its shares. */
  readonly jobs: readonly Job[];
  /** `null` while Keepa has not told. */
  readonly refillPerMinute: number | null;
}

export async function jobOutlook(
  store: DealStore,
  job: Job,
  { cursor, head }: Pick<JobStatus, 'cursor' | 'head'>,
  plan: JobPlan,
  nowMs: number,
): Promise<JobOutlook> {
  const { sellers, source } = job;
  const isKnown = cursor !== null && cursor.pagesPerPass > 0 && plan.refillPerMinute !== null;
  return {
    headAgeMs: headAgeMs(cursor, head, nowMs),
    cadence: isKnown ? await cadenceOf(store, job, cursor.pagesPerPass, plan.refillPerMinute, plan) : null,
    refresh: await refreshOutlook(store, job, plan, nowMs),
    sellers: sellers === null ? null : await store.sellers.status({ domainId: source.domainId, fetchedBeforeMs: nowMs - sellers.withinMs, nowMs }),
  };
}

async function cadenceOf(store: DealStore, { id, source }: Job, pagesPerPass: number, refillPerMinute: number, plan: JobPlan): Promise<string> {
  if (!source.list) return explainScan(pagesPerPass, refillPerMinute, paceOfFeed(plan));
  const paid = (await store.books.entries({ workClass: 'scan', limit: PRICED_REQUESTS })).filter(
    ({ jobId, consumedTokens }) => jobId === id && consumedTokens !== null,
  );
  const tokens = paid.reduce((sum, { consumedTokens }) => sum + consumedTokens!, 0);
  const tokensPerPass = paid.length === 0 ? 0 : Math.round((pagesPerPass * tokens) / paid.length);
  return explainList({ tokensPerPass, everyMs: source.list.everyMs }, refillPerMinute, plan.pace);
}

async function refreshOutlook(store: DealStore, job: Job, plan: JobPlan, nowMs: number): Promise<RefreshOutlook | null> {
  if (job.refresh === null) return null;
  const { withinMs, offers } = job.refresh;
  const { refillPerMinute } = plan;
  const status = await store.deals.refreshStatus({ jobId: job.id, domainId: job.source.domainId, seenBeforeMs: nowMs - withinMs, nowMs });
  if (status.rows === 0 || refillPerMinute === null) return { ...status, withinMs, isBehind: false, statement: null };
  const priced = await store.books.entries({ workClass: 'refresh', limit: PRICED_REQUESTS });
  const tokensPerRow = paidPerRow(priced, job.id) ?? (offers === undefined ? 1 : TOKENS_PER_ROW_WITH_OFFERS);
  const load = refreshLoad({ rows: status.rows, tokensPerRow, refillPerMinute, withinMs }, plan);
  return { ...status, withinMs, isBehind: refreshCycleMs(load) > withinMs, statement: explainRefresh(load) };
}

/** To a tenth of a token; `null` while nothing was paid. */
function paidPerRow(entries: readonly LedgerEntry[], jobId: string): number | null {
  const settled = entries.filter((entry) => entry.jobId === jobId && entry.consumedTokens !== null);
  const rows = settled.reduce((sum, { items }) => sum + items, 0);
  const tokens = settled.reduce((sum, { consumedTokens }) => sum + consumedTokens!, 0);
  return rows === 0 || tokens === 0 ? null : Math.round((10 * tokens) / rows) / 10;
}
