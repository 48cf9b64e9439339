import type {
  ClaimedDeal,
  ClaimedItem,
  ClaimedSeller,
  CommitOutcome,
  CoverageGap,
  Deal,
  DealStore,
  DeadItem,
  FeedCursor,
  FeedHead,
  FeedPart,
  ItemClass,
  ItemFailure,
  ItemState,
  Lease,
  NewItem,
  Purchase,
  Retention,
  Seller,
  StoreCommit,
  StoredRaw,
  PruneRequest,
} from '@smart-ingestor/contracts';

export interface PlainItem extends Omit<NewItem, 'state'> {
  state: ItemState;
  workClass: ItemClass;
  attempts: number;
  fence: number;
  heldUntilMs: number;
  failures: ItemFailure[];
}

interface Held<T> {
  value: T;
  fence: number;
  heldUntilMs: number;
  attempts: number;
}

/** Test fake: what units use of a store, in plain arrays; every commit is kept for the test to read. Knows no supersession. */
export class PlainStore {
  readonly commits: StoreCommit[] = [];
  readonly items: PlainItem[] = [];
  private readonly byKey = new Map<string, PlainItem>();
  readonly bought: Purchase[] = [];
  readonly gapsRecorded: CoverageGap[] = [];
  readonly dealRows = new Map<string, Held<Deal>>();
  readonly sellerRows = new Map<string, Held<{ seller: Seller | null; fetchedMs: number | null }>>();
  readonly rawRows: StoredRaw[] = [];
  readonly retentions: Retention[] = [];
  readonly prunes: PruneRequest[] = [];
  cursor: FeedCursor | null = null;
  head: FeedHead | null = null;
  /** Until when another process reads. */
  readonly readElsewhereUntilMs: Record<FeedPart, number> = { pass: 0, head: 0 };
  private readonly leases: Record<FeedPart, { fence: number; untilMs: number }> = { pass: { fence: 0, untilMs: 0 }, head: { fence: 0, untilMs: 0 } };

  get asStore(): DealStore {
    return this as unknown as DealStore;
  }

  add(items: readonly NewItem[], fields: Partial<PlainItem> = {}): void {
    for (const item of items) {
      const row = { attempts: 0, fence: 0, heldUntilMs: 0, failures: [], ...item, workClass: item.workClass ?? ('discover' as const), ...fields };
      this.items.push(row);
      this.byKey.set(keyOf(row), row);
    }
  }

  knows(deal: Deal): void {
    this.dealRows.set(deal.asin, { value: deal, fence: 0, heldUntilMs: 0, attempts: 0 });
  }

  deal(asin: string): Deal | undefined {
    return this.dealRows.get(asin)?.value;
  }

  async commit(commit: StoreCommit): Promise<CommitOutcome> {
    this.commits.push(commit);
    const lost = new Set<Lease>();
    for (const { item, to, reason, attempts, notBeforeMs, value, failure } of commit.transitions ?? []) {
      const row = this.find(item);
      if (row?.fence !== item.fence) lost.add(item);
      else {
        const next = { state: to, reason, attempts: attempts ?? row.attempts, value: value ?? row.value, heldUntilMs: notBeforeMs ?? 0 };
        Object.assign(row, next, { fence: row.fence + 1 });
        if (failure !== undefined) row.failures.push(failure);
      }
    }
    const added = (commit.newItems ?? []).filter((item) => this.find(item) === undefined);
    this.add(added);
    this.bought.push(...(commit.purchases ?? []));
    this.gapsRecorded.push(...(commit.gaps ?? []));
    for (const deal of commit.deals ?? []) this.knows(deal);
    for (const { claimed, deal, notBeforeMs } of commit.refreshed ?? []) {
      const held = this.dealRows.get(claimed.deal.asin)!;
      if (held.fence !== claimed.fence) lost.add(claimed);
      else
        Object.assign(held, {
          value: deal ?? held.value,
          heldUntilMs: notBeforeMs ?? 0,
          attempts: notBeforeMs === undefined ? 0 : held.attempts + 1,
        });
    }
    for (const { claimed, seller, answered, notBeforeMs } of commit.sellers ?? []) {
      const held = this.sellerRows.get(claimed.sellerId)!;
      if (held.fence !== claimed.fence) {
        lost.add(claimed);
        continue;
      }
      if (answered) held.value = { seller, fetchedMs: commit.nowMs };
      Object.assign(held, { heldUntilMs: notBeforeMs ?? 0, attempts: notBeforeMs === undefined ? 0 : held.attempts + 1 });
    }
    for (const { sellerIds } of commit.sellersSeen ?? [])
      for (const id of sellerIds)
        if (!this.sellerRows.has(id)) this.sellerRows.set(id, { value: { seller: null, fetchedMs: null }, fence: 0, heldUntilMs: 0, attempts: 0 });
    if (!this.moveFeed(commit)) lost.add(commit.feed!.lease);
    const rejectedByReason: Record<string, number> = {};
    for (const { reason } of added) if (reason !== null) rejectedByReason[reason] = (rejectedByReason[reason] ?? 0) + 1;
    return { itemsAdded: added.length, rejectedByReason, itemsSuperseded: 0, fencedOut: lost.size, lost, dealsNew: 0, dealsChanged: 0 };
  }

  readonly feeds = {
    cursor: async (): Promise<FeedCursor | null> => this.cursor,
    head: async (): Promise<FeedHead | null> => this.head,
    claim: async (feed: { jobId: string; feedHash: string }, part: FeedPart, { leaseMs, nowMs }: { leaseMs: number; nowMs: number }) => {
      const lease = this.leases[part];
      if (Math.max(lease.untilMs, this.readElsewhereUntilMs[part]) > nowMs) return null;
      Object.assign(lease, { fence: lease.fence + 1, untilMs: nowMs + leaseMs });
      return { ...feed, part, fence: lease.fence };
    },
    release: async ({ part }: { part: FeedPart }): Promise<void> => void (this.leases[part].untilMs = 0),
  };

  readonly work = {
    claim: async ({ jobId, state, workClass, limit, leaseMs, nowMs }: Parameters<DealStore['work']['claim']>[0]): Promise<ClaimedItem[]> => {
      const free = this.free(jobId, workClass ?? 'discover', nowMs).filter((item) => item.state === state);
      const ordered = free.sort((a, b) => b.value - a.value || b.lastUpdateMs - a.lastUpdateMs);
      return ordered.slice(0, limit).map((item) => ({ ...Object.assign(item, { fence: item.fence + 1, heldUntilMs: nowMs + leaseMs }) }));
    },
    queue: async (jobId: string, workClass: ItemClass, nowMs: number) => {
      const open = this.items.filter((item) => item.jobId === jobId && item.workClass === workClass && isOpen(item));
      const free = this.free(jobId, workClass, nowMs);
      const held = open.filter((item) => item.heldUntilMs > nowMs).map(({ heldUntilMs }) => heldUntilMs);
      return {
        queued: free.filter(({ state }) => state === 'queued').length,
        accepted: free.filter(({ state }) => state === 'accepted').length,
        held: held.length,
        nextFreeAtMs: held.length === 0 ? null : Math.min(...held),
      };
    },
    newest: async (jobId: string, domainId: number, asins: readonly string[]): Promise<Map<string, number>> => {
      const known = this.items.filter((item) => item.jobId === jobId && item.domainId === domainId && asins.includes(item.asin));
      return new Map(known.sort((a, b) => a.lastUpdateMs - b.lastUpdateMs).map(({ asin, lastUpdateMs }) => [asin, lastUpdateMs]));
    },
    purchases: async (stage: Purchase['stage'], items: readonly Pick<Purchase, 'asin' | 'lastUpdateMs'>[]): Promise<Purchase[]> =>
      this.bought.filter((of) => of.stage === stage && items.some((item) => item.asin === of.asin && item.lastUpdateMs === of.lastUpdateMs)),
    dead: async (): Promise<DeadItem[]> =>
      this.items
        .filter(({ state }) => state === 'dead')
        .map((item) => ({ ...item, reason: item.reason!, diedMs: 0, tokensSpent: 0, failure: item.failures.at(-1) ?? null })),
    retryDead: async ({ asin }: { asin?: string }): Promise<number> => {
      const dead = this.items.filter((item) => item.state === 'dead' && item.asin === asin);
      for (const item of dead) Object.assign(item, { state: 'queued', workClass: 'adhoc', attempts: 0, reason: null });
      return dead.length;
    },
  };

  readonly deals = {
    byAsin: async (_domainId: number, asins: readonly string[]): Promise<Deal[]> => asins.flatMap((asin) => this.deal(asin) ?? []),
    claimDue: async ({ seenBeforeMs, limit, leaseMs, nowMs }: Parameters<DealStore['deals']['claimDue']>[0]): Promise<ClaimedDeal[]> => {
      const due = this.dueDeals(seenBeforeMs, nowMs).slice(0, limit);
      return due.map((held) => {
        Object.assign(held, { fence: held.fence + 1, heldUntilMs: nowMs + leaseMs });
        return { deal: held.value, attempts: held.attempts, fence: held.fence };
      });
    },
    refreshStatus: async ({ seenBeforeMs, nowMs }: { seenBeforeMs: number; nowMs: number }) => {
      const rows = [...this.dealRows.values()];
      const waiting = rows
        .filter(({ value, heldUntilMs }) => value.lastSeenMs < seenBeforeMs && heldUntilMs > nowMs)
        .map(({ heldUntilMs }) => heldUntilMs);
      const dueRows = this.dueDeals(seenBeforeMs, nowMs).length;
      return {
        rows: rows.length,
        dueRows,
        oldestSeenMs: rows.length === 0 ? null : Math.min(...rows.map(({ value }) => value.lastSeenMs)),
        nextFreeAtMs: dueRows > 0 || waiting.length === 0 ? null : Math.min(...waiting),
      };
    },
    prune: async (request: PruneRequest) => {
      this.prunes.push(request);
      return { expired: 1, deleted: 0 };
    },
  };

  readonly sellers = {
    claimDue: async ({ fetchedBeforeMs, limit, leaseMs, nowMs }: Parameters<DealStore['sellers']['claimDue']>[0]): Promise<ClaimedSeller[]> => {
      const due = this.dueSellers(fetchedBeforeMs, nowMs).slice(0, limit);
      return due.map(([sellerId, held]) => {
        Object.assign(held, { fence: held.fence + 1, heldUntilMs: nowMs + leaseMs });
        return { domainId: 1, sellerId, attempts: held.attempts, fence: held.fence };
      });
    },
    status: async ({ fetchedBeforeMs, nowMs }: { fetchedBeforeMs: number; nowMs: number }) => {
      const due = this.dueSellers(fetchedBeforeMs, nowMs).length;
      const held = [...this.sellerRows.values()].filter(({ heldUntilMs }) => heldUntilMs > nowMs).map(({ heldUntilMs }) => heldUntilMs);
      return { sellers: this.sellerRows.size, due, nextFreeAtMs: held.length === 0 ? null : Math.min(...held) };
    },
  };

  readonly stateStore = {
    rawResponses: async function* (this: void): AsyncGenerator<StoredRaw> {},
    reinterpret: async (): Promise<{ purchases: number; deals: number }> => ({ purchases: 0, deals: 0 }),
    retain: async (retention: Retention): Promise<Record<string, number>> => {
      this.retentions.push(retention);
      return { items: 0 };
    },
  };

  /** `asin: state(reason)` of every item, sorted. */
  ends(): string[] {
    return this.items.map(({ asin, state, reason }) => `${asin}: ${state}${reason === null ? '' : `(${reason})`}`).sort();
  }

  /** `false`: another process reads it now. */
  private moveFeed({ feed }: StoreCommit): boolean {
    if (feed === undefined) return true;
    const lease = this.leases[feed.lease.part];
    if (lease.fence !== feed.lease.fence) return false;
    lease.untilMs = 0;
    this.cursor = feed.cursor ?? this.cursor;
    this.head = feed.head ?? this.head;
    return true;
  }

  private free(jobId: string, workClass: ItemClass, nowMs: number): PlainItem[] {
    return this.items.filter((item) => item.jobId === jobId && item.workClass === workClass && isOpen(item) && item.heldUntilMs <= nowMs);
  }

  private find(item: Pick<NewItem, 'jobId' | 'asin' | 'lastUpdateMs'>): PlainItem | undefined {
    return this.byKey.get(keyOf(item));
  }

  private dueDeals(seenBeforeMs: number, nowMs: number): Held<Deal>[] {
    const due = [...this.dealRows.values()].filter(({ value, heldUntilMs }) => value.lastSeenMs < seenBeforeMs && heldUntilMs <= nowMs);
    return due.sort((a, b) => a.value.lastSeenMs - b.value.lastSeenMs);
  }

  private dueSellers(fetchedBeforeMs: number, nowMs: number) {
    return [...this.sellerRows].filter(([, { value, heldUntilMs }]) => (value.fetchedMs ?? 0) < fetchedBeforeMs && heldUntilMs <= nowMs);
  }
}

function isOpen({ state }: PlainItem): boolean {
  return state === 'queued' || state === 'accepted';
}

function keyOf({ jobId, asin, lastUpdateMs }: Pick<NewItem, 'jobId' | 'asin' | 'lastUpdateMs'>): string {
  return `${jobId}/${asin}/${lastUpdateMs}`;
}
