import type {
  ClaimedDeal,
  ClaimedItem,
  ClaimRequest,
  CommitOutcome,
  Deal,
  DealStore,
  FeedCursor,
  FeedHead,
  FeedKey,
  FeedLease,
  FeedMove,
  FeedPart,
  ItemClass,
  ItemState,
  Lease,
  LeaseTerms,
  NewItem,
  Purchase,
  QueueSummary,
  RefreshClaim,
  RefreshStatus,
  RunWait,
  StoreCommit,
} from '@smart-ingestor/contracts';
import type { ScriptedLedger } from './scripted-ledger';

interface Row extends Omit<NewItem, 'state' | 'workClass'> {
  state: ItemState;
  workClass: ItemClass;
  attempts: number;
  fence: number;
  heldUntilMs: number;
  isLeased: boolean;
}

interface Hold {
  fence: number;
  heldUntilMs: number;
}

/** What the loop and its units use of a store. */
type LoopSide = Pick<DealStore, 'commit'> & {
  readonly feeds: Pick<DealStore['feeds'], 'cursor' | 'head' | 'claim' | 'release'>;
  readonly work: Pick<DealStore['work'], 'claim' | 'queue' | 'purchases'>;
  readonly deals: Pick<DealStore['deals'], 'byAsin' | 'claimDue' | 'refreshStatus' | 'makeAllDue' | 'prune'>;
  readonly sellers: Pick<DealStore['sellers'], 'status' | 'claimDue'>;
  readonly runs: Pick<DealStore['runs'], 'begin' | 'beat' | 'wait' | 'end'>;
  readonly stateStore: Pick<DealStore['stateStore'], 'retain'>;
};

/** Test fake: what the loop uses of a store, in plain arrays; every commit is kept for the test to read. Knows no supersession. */
export class ScriptedStore implements LoopSide {
  readonly commits: StoreCommit[] = [];
  readonly rows: Row[] = [];
  readonly dealRows = new Map<string, Deal>();
  readonly bought: Purchase[] = [];
  readonly cursors = new Map<string, FeedCursor>();
  readonly heads = new Map<string, FeedHead>();
  /** What was told of the run, in order: `begin`, `beat <heldUntilMs>`, `wait <reason>`, `wait -`, `end`. */
  readonly runLog: { readonly atMs: number; readonly entry: string; readonly wait?: RunWait | null }[] = [];
  private readonly feedHolds = new Map<string, Hold>();
  private readonly dealHolds = new Map<string, Hold & { attempts: number }>();

  constructor(
    private readonly ledger: ScriptedLedger,
    private readonly nowMs: () => number,
  ) {}

  /** Puts items in as a scan, or an earlier request, left them. */
  add(items: readonly NewItem[], fields: Partial<Row> = {}): void {
    for (const item of items) this.rows.push({ attempts: 0, fence: 0, heldUntilMs: 0, isLeased: false, workClass: 'discover', ...item, ...fields });
  }

  async commit(commit: StoreCommit): Promise<CommitOutcome> {
    this.commits.push(commit);
    if (commit.settlement) await this.ledger.settle(commit.settlement.callId, commit.settlement.reading);
    const lost = new Set<Lease>();
    for (const { item, to, reason, attempts, notBeforeMs } of commit.transitions ?? []) {
      const row = this.find(item);
      if (row?.fence !== item.fence) lost.add(item);
      else
        Object.assign(row, {
          state: to,
          reason,
          attempts: attempts ?? row.attempts,
          heldUntilMs: notBeforeMs ?? 0,
          isLeased: false,
          fence: row.fence + 1,
        });
    }
    const added = (commit.newItems ?? []).filter((item) => this.find(item) === undefined);
    this.add(added);
    this.bought.push(...(commit.purchases ?? []));
    for (const deal of commit.deals ?? []) this.dealRows.set(deal.asin, deal);
    for (const { claimed, deal, notBeforeMs } of commit.refreshed ?? []) {
      if (deal !== null) this.dealRows.set(deal.asin, deal);
      this.dealHolds.set(claimed.deal.asin, { fence: claimed.fence + 1, heldUntilMs: notBeforeMs ?? 0, attempts: claimed.attempts });
    }
    if (commit.feed) this.move(commit.feed);
    const rejectedByReason: Record<string, number> = {};
    for (const { reason } of added) if (reason !== null) rejectedByReason[reason] = (rejectedByReason[reason] ?? 0) + 1;
    return { itemsAdded: added.length, rejectedByReason, itemsSuperseded: 0, fencedOut: lost.size, lost, dealsNew: 0, dealsChanged: 0 };
  }

  readonly feeds = {
    cursor: async ({ jobId }: FeedKey): Promise<FeedCursor | null> => this.cursors.get(jobId) ?? null,
    head: async ({ jobId }: FeedKey): Promise<FeedHead | null> => this.heads.get(jobId) ?? null,
    claim: async (feed: FeedKey, part: FeedPart, { leaseMs, nowMs }: LeaseTerms): Promise<FeedLease | null> => {
      const hold = this.feedHolds.get(`${feed.jobId} ${part}`) ?? { fence: 0, heldUntilMs: 0 };
      if (hold.heldUntilMs > nowMs) return null;
      const fence = hold.fence + 1;
      this.feedHolds.set(`${feed.jobId} ${part}`, { fence, heldUntilMs: nowMs + leaseMs });
      return { jobId: feed.jobId, feedHash: feed.feedHash, part, fence };
    },
    release: async ({ jobId, part }: FeedLease): Promise<void> => void this.feedHolds.delete(`${jobId} ${part}`),
  };

  readonly work = {
    purchases: async (stage: Purchase['stage'], items: readonly Pick<Purchase, 'asin' | 'lastUpdateMs'>[]): Promise<readonly Purchase[]> =>
      this.bought.filter((of) => of.stage === stage && items.some((item) => item.asin === of.asin && item.lastUpdateMs === of.lastUpdateMs)),
    claim: async ({ jobId, state, workClass = 'discover', limit, leaseMs, nowMs }: ClaimRequest): Promise<readonly ClaimedItem[]> => {
      const free = this.open(jobId, workClass).filter((row) => row.state === state && row.heldUntilMs <= nowMs);
      return free.slice(0, limit).map((row) => ({ ...Object.assign(row, { fence: row.fence + 1, heldUntilMs: nowMs + leaseMs, isLeased: true }) }));
    },
    queue: async (jobId: string, workClass: ItemClass, nowMs: number): Promise<QueueSummary> => {
      const open = this.open(jobId, workClass);
      const free = open.filter((row) => row.heldUntilMs <= nowMs);
      const held = open.filter((row) => row.heldUntilMs > nowMs);
      return {
        queued: free.filter(({ state }) => state === 'queued').length,
        accepted: free.filter(({ state }) => state === 'accepted').length,
        held: held.length,
        nextFreeAtMs: held.length === 0 ? null : Math.min(...held.map(({ heldUntilMs }) => heldUntilMs)),
      };
    },
  };

  readonly deals = {
    byAsin: async (_domainId: number, asins: readonly string[]): Promise<readonly Deal[]> => asins.flatMap((asin) => this.dealRows.get(asin) ?? []),
    claimDue: async ({ seenBeforeMs, limit, leaseMs, nowMs }: RefreshClaim): Promise<readonly ClaimedDeal[]> =>
      this.dueDeals(seenBeforeMs, nowMs)
        .slice(0, limit)
        .map((deal) => {
          const { fence, attempts } = this.dealHolds.get(deal.asin) ?? { fence: 0, attempts: 0 };
          this.dealHolds.set(deal.asin, { fence: fence + 1, heldUntilMs: nowMs + leaseMs, attempts });
          return { deal, attempts, fence: fence + 1 };
        }),
    refreshStatus: async ({ seenBeforeMs, nowMs }: Pick<RefreshClaim, 'seenBeforeMs' | 'nowMs'>): Promise<RefreshStatus> => ({
      rows: this.dealRows.size,
      dueRows: this.dueDeals(seenBeforeMs, nowMs).length,
      oldestSeenMs: this.dealRows.size === 0 ? null : Math.min(...[...this.dealRows.values()].map(({ lastSeenMs }) => lastSeenMs)),
      nextFreeAtMs: null,
    }),
    makeAllDue: async (): Promise<number> => {
      for (const [asin, deal] of this.dealRows) this.dealRows.set(asin, { ...deal, lastSeenMs: 0 });
      return this.dealRows.size;
    },
    prune: async () => ({ expired: 0, deleted: 0 }),
  };

  readonly sellers = {
    status: async () => ({ sellers: 0, due: 0, nextFreeAtMs: null }),
    claimDue: async () => [],
  };

  readonly runs = {
    begin: async (): Promise<void> => this.log('begin'),
    beat: async (_owner: string, heldUntilMs: number): Promise<void> => {
      for (const row of this.rows) if (row.isLeased) row.heldUntilMs = Math.max(row.heldUntilMs, heldUntilMs);
      this.log(`beat ${heldUntilMs}`);
    },
    wait: async (_owner: string, wait: RunWait | null): Promise<void> => this.log(`wait ${wait?.reason ?? '-'}`, wait),
    end: async (): Promise<void> => this.log('end'),
  };

  readonly stateStore = { retain: async () => ({}) };

  /** `asin: state(reason)` of every item, sorted. */
  ends(): string[] {
    return this.rows.map(({ asin, state, reason }) => `${asin}: ${state}${reason === null ? '' : `(${reason})`}`).sort();
  }

  private log(entry: string, wait?: RunWait | null): void {
    this.runLog.push({ atMs: this.nowMs(), entry, ...(wait === undefined ? {} : { wait }) });
  }

  private move({ lease, cursor, head }: FeedMove): void {
    this.feedHolds.delete(`${lease.jobId} ${lease.part}`);
    if (cursor) this.cursors.set(cursor.jobId, cursor);
    if (head) this.heads.set(head.jobId, head);
  }

  private dueDeals(seenBeforeMs: number, nowMs: number): Deal[] {
    return [...this.dealRows.values()].filter(
      ({ asin, lastSeenMs }) => lastSeenMs < seenBeforeMs && (this.dealHolds.get(asin)?.heldUntilMs ?? 0) <= nowMs,
    );
  }

  private open(jobId: string, workClass: ItemClass): Row[] {
    const rows = this.rows.filter(
      (row) => row.jobId === jobId && row.workClass === workClass && (row.state === 'queued' || row.state === 'accepted'),
    );
    return rows.sort((a, b) => b.lastUpdateMs - a.lastUpdateMs);
  }

  private find({ jobId, asin, lastUpdateMs }: Pick<NewItem, 'jobId' | 'asin' | 'lastUpdateMs'>): Row | undefined {
    return this.rows.find((row) => row.jobId === jobId && row.asin === asin && row.lastUpdateMs === lastUpdateMs);
  }
}
