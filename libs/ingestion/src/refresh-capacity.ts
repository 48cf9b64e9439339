import type { IngestionParts } from './parts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export interface RefreshLoad {
  readonly rows: number;
  /** Expected tokens of one row: 1 without offers, 6.5 to 7.7 with them. */
  readonly tokensPerRow: number;
  readonly refillPerMinute: number;
  /** Share of the refill that refreshing gets while everything else has work, net of scans. */
  readonly share: number;
  readonly withinMs: number;
}

/** What refreshing gets of the refill: its weight among the classes that have steady work, of what scans leave. By default 0.3 of it. The tables of an account share it equally. */
export function refreshShare({ pace: { weights, scanShare }, jobs }: Pick<IngestionParts, 'pace' | 'jobs'>): number {
  const tables = Math.max(1, jobs.filter(({ refresh }) => refresh !== null).length);
  return Number((((1 - scanShare) * weights.refresh) / (weights.refresh + weights.discover + weights.seller) / tables).toFixed(4));
}

/** A table on an account. */
export function refreshLoad(table: Omit<RefreshLoad, 'share'>, account: Pick<IngestionParts, 'pace' | 'jobs'>): RefreshLoad {
  return { ...table, share: refreshShare(account) };
}

/** How long it takes to look at every row once. */
export function refreshCycleMs({ rows, tokensPerRow, refillPerMinute, share }: Omit<RefreshLoad, 'withinMs'>): number {
  return Math.ceil((rows * tokensPerRow * MINUTE_MS) / (share * Math.max(1, refillPerMinute)));
}

/** Rows that the plan keeps fresh. */
export function sustainedRows({ tokensPerRow, refillPerMinute, share, withinMs }: Omit<RefreshLoad, 'rows'>): number {
  return Math.floor((share * refillPerMinute * withinMs) / (MINUTE_MS * tokensPerRow));
}

/**
 * From what age on a row may be refreshed: so early that the longest queue (a cycle and a half) is through before anything is overdue, never
 * before half of the time, and at any age where the plan cannot carry the table. Tokens that would expire are welcome to come earlier.
 */
export function eligibleAgeMs(load: RefreshLoad, harvest: boolean): number {
  const leadMs = load.withinMs - 1.5 * refreshCycleMs(load);
  const ageMs = Math.max(0, Math.min(leadMs, load.withinMs / 2));
  return Math.round(harvest ? Math.min(ageMs, load.withinMs / 8) : ageMs);
}

/** What the plan can do for a table, in one honest sentence. */
export function explainRefresh(load: RefreshLoad): string {
  const { rows, tokensPerRow, refillPerMinute, share, withinMs } = load;
  const price = `${tokensPerRow} token${tokensPerRow === 1 ? '' : 's'} a row`;
  const plan = `at ${price} and a refresh share of ${share}, ${refillPerMinute}/min sustains about ${rounded(sustainedRows(load))} rows at ${spell(withinMs)}`;
  const cycleMs = refreshCycleMs(load);
  return cycleMs > withinMs ? `${plan}; these ${rounded(rows)} rows refresh every ${spell(cycleMs)}` : `${plan}; these ${rounded(rows)} rows fit`;
}

/** Two digits are as many as the estimate is worth. */
function rounded(count: number): string {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return (Math.round(count / step) * step).toLocaleString('en-US');
}

function spell(ms: number): string {
  return ms > 4 * DAY_MS ? `${Math.round(ms / DAY_MS)} days` : `${Math.round(ms / (60 * MINUTE_MS))}h`;
}
