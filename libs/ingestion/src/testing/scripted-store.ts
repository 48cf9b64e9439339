import type {
  ClaimedItem,
  ClaimRequest,
  CommitOutcome,
  Deal,
  DealStore,
  FeedCursor,
  ItemState,
  NewItem,
  Purchase,
  QueueSummary,
  StoreCommit,
} from '@smart-ingestor/contracts';
import type { ScriptedLedger } from './scripted-ledger';

interface Row extends Omit<NewItem, 'state'> {
  state: ItemState;
  attempts: number;
  fence: number;
  heldUntilMs: number;
}

type LoopSide = Pick<DealStore, 'commit' | 'cursor' | 'dealsByAsin' | 'purchases' | 'claim' | 'queue'>;

/** Test fake: what the loop uses of a store, in plain arrays; every commit is kept for the test to read. Knows no supersession. */
export class ScriptedStore implements LoopSide {
  readonly commits: StoreCommit[] = [];
  readonly rows: Row[] = [];
  readonly deals = new Map<string, Deal>();
  readonly bought: Purchase[] = [];
  cursors = new Map<string, FeedCursor>();

  constructor(private readonly ledger: ScriptedLedger) {}

  /** Puts items in as a scan, or an earlier request, left them. */
  add(items: readonly NewItem[], fields: Partial<Row> = {}): void {
    for (const item of items) this.rows.push({ attempts: 0, fence: 0, heldUntilMs: 0, ...item, ...fields });
  }

  async commit(commit: StoreCommit): Promise<CommitOutcome> {
    this.commits.push(commit);
    if (commit.settlement) await this.ledger.settle(commit.settlement.callId, commit.settlement.reading);
    let fencedOut = 0;
    for (const { item, to, reason, attempts, notBeforeMs } of commit.transitions ?? []) {
      const row = this.find(item);
      if (row?.fence !== item.fence) fencedOut += 1;
      else Object.assign(row, { state: to, reason, attempts: attempts ?? row.attempts, heldUntilMs: notBeforeMs ?? 0, fence: row.fence + 1 });
    }
    const added = (commit.newItems ?? []).filter((item) => this.find(item) === undefined);
    this.add(added);
    this.bought.push(...(commit.purchases ?? []));
    for (const deal of commit.deals ?? []) this.deals.set(deal.asin, deal);
    if (commit.cursor) this.cursors.set(commit.cursor.jobId, commit.cursor);
    const rejectedByReason: Record<string, number> = {};
    for (const { reason } of added) if (reason !== null) rejectedByReason[reason] = (rejectedByReason[reason] ?? 0) + 1;
    return { itemsAdded: added.length, rejectedByReason, itemsSuperseded: 0, fencedOut, dealsNew: 0, dealsChanged: 0 };
  }

  async cursor(jobId: string): Promise<FeedCursor | null> {
    return this.cursors.get(jobId) ?? null;
  }

  async dealsByAsin(_domainId: number, asins: readonly string[]): Promise<readonly Deal[]> {
    return asins.flatMap((asin) => this.deals.get(asin) ?? []);
  }

  async purchases(stage: Purchase['stage'], items: readonly Pick<Purchase, 'asin' | 'lastUpdateMs'>[]): Promise<readonly Purchase[]> {
    return this.bought.filter((of) => of.stage === stage && items.some((item) => item.asin === of.asin && item.lastUpdateMs === of.lastUpdateMs));
  }

  async claim({ jobId, state, limit, leaseMs, nowMs }: ClaimRequest): Promise<readonly ClaimedItem[]> {
    const free = this.open(jobId).filter((row) => row.state === state && row.heldUntilMs <= nowMs);
    return free.slice(0, limit).map((row) => ({ ...Object.assign(row, { fence: row.fence + 1, heldUntilMs: nowMs + leaseMs }) }));
  }

  async queue(jobId: string, nowMs: number): Promise<QueueSummary> {
    const free = this.open(jobId).filter((row) => row.heldUntilMs <= nowMs);
    const held = this.open(jobId).filter((row) => row.heldUntilMs > nowMs);
    return {
      queued: free.filter(({ state }) => state === 'queued').length,
      accepted: free.filter(({ state }) => state === 'accepted').length,
      held: held.length,
      nextFreeAtMs: held.length === 0 ? null : Math.min(...held.map(({ heldUntilMs }) => heldUntilMs)),
    };
  }

  /** `asin: state(reason)` of every item, sorted. */
  ends(): string[] {
    return this.rows.map(({ asin, state, reason }) => `${asin}: ${state}${reason === null ? '' : `(${reason})`}`).sort();
  }

  private open(jobId: string): Row[] {
    const rows = this.rows.filter((row) => row.jobId === jobId && (row.state === 'queued' || row.state === 'accepted'));
    return rows.sort((a, b) => b.lastUpdateMs - a.lastUpdateMs);
  }

  private find({ jobId, asin, lastUpdateMs }: Pick<NewItem, 'jobId' | 'asin' | 'lastUpdateMs'>): Row | undefined {
    return this.rows.find((row) => row.jobId === jobId && row.asin === asin && row.lastUpdateMs === lastUpdateMs);
  }
}
