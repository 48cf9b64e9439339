import { feedRowOf, newItemOf, VirtualClock } from '@smart-ingestor/conformance';
import type { CostModel, DealStore, FeedRow, IngestionEvent, KeepaRequest, NewItem, RequestCost, RunSummary, Tier } from '@smart-ingestor/contracts';
import { availableTokens, reachedAtMs } from '@smart-ingestor/token-bucket';
import { assemble, type Work } from '../assembly';
import { Ingestion } from '../ingestion';
import type { Job } from '../job';
import { DEFAULT_PACE, type IngestionParts, type Pace, type RunBounds } from '../parts';
import { workOf } from '../work';
import { FakeAccount } from './fake-account';
import { ScriptedLedger } from './scripted-ledger';
import { ScriptedStore } from './scripted-store';
import { ScriptedTransport } from './scripted-transport';

export interface RigOptions extends Partial<Pick<IngestionParts, 'jobs' | 'onBlocked' | 'retryLimit' | 'tiers'>> {
  readonly balanceTokens?: number;
  readonly refillPerMinute?: number;
  readonly bounds?: RunBounds;
  readonly signal?: AbortSignal;
  readonly pace?: Partial<Pace>;
  /** In place of the lanes and chores of the jobs. */
  readonly work?: Partial<Work>;
}

/** Everything that the loop is made of, on fakes and a virtual clock; by default an account so rich that nothing waits. */
export function rigOf(options: RigOptions = {}) {
  const { balanceTokens = 100_000, refillPerMinute = 5_000, bounds = {}, signal, onBlocked = 'wait', retryLimit = 8 } = options;
  const clock = new VirtualClock();
  const costModel = new FakePrices();
  const transport = new ScriptedTransport(clock, new FakeAccount(clock.nowMs(), balanceTokens, refillPerMinute), costModel);
  const ledger = new ScriptedLedger();
  const store = new ScriptedStore(ledger, () => clock.nowMs());
  const events: IngestionEvent[] = [];
  let calls = 0;
  const parts: IngestionParts = {
    ...{ accountId: 'acc', owner: 'me', clock, transport, costModel, ledger, onBlocked, retryLimit },
    store: store as unknown as DealStore,
    tiers: options.tiers ?? { select: (rate) => (rate < 20 ? tierOf('low', 20) : tierOf('standard', 50)) },
    pace: { ...DEFAULT_PACE, ...options.pace },
    process: { host: 'here', pid: 1 },
    jobs: options.jobs ?? [jobOf()],
    listeners: [{ on: (event) => void events.push(event) }],
    newCallId: () => `call-${(calls += 1)}`,
    random: () => 0,
  };
  const work = (): Work => (options.work === undefined ? workOf(parts, bounds) : { lanes: [], chores: [], ...options.work });
  const { time, announcer, stop, account, gate, sender, scheduler, waiting, presence, bell } = assemble(parts, work(), bounds, signal);
  const eventsOf = <T extends IngestionEvent['type']>(type: T) =>
    events.filter((event): event is Extract<IngestionEvent, { type: T }> => event.type === type);
  /** A whole run, in at most a virtual week. */
  const run = (): Promise<RunSummary> => clock.runUntil(new Ingestion(parts, work).run(bounds, signal), 7 * 24 * 3_600_000);
  return {
    ...{ clock, costModel, transport, ledger, store, events, eventsOf, parts, run },
    ...{ time, announcer, stop, account, gate, sender, scheduler, waiting, presence, bell },
  };
}

export type Rig = ReturnType<typeof rigOf>;

/** A job whose feed has `pages` pages and whose filter keeps everything. */
export function jobOf(fields: Partial<Job> = {}, pages = 1): Job {
  const selection = { domainId: 1, priceTypes: [2] };
  return {
    id: 'books',
    source: {
      name: 'feed',
      domainId: 1,
      feedHash: 'h1',
      nextRequest: ({ pagesRead }) => (pagesRead < pages ? { endpoint: 'deal', selection, page: pagesRead } : null),
      headRequest: () => null,
      list: null,
      plan: () => ({ coverage: 'pages', request: null, requestsAtMost: pages, itemsAtMost: 150 * pages }),
    },
    filter: { name: 'all', hash: 'f1', judgeRow: () => ({ keep: true }), judgePeek: () => ({ keep: true }) },
    peek: { statsDays: 90 },
    commit: { offers: 20, statsDays: 90, historyDays: 90, stock: false, rating: false },
    refresh: null,
    sellers: null,
    prune: null,
    ...fields,
  };
}

/** ASINs `A0000001`, … as rows of a feed; the first is the newest. */
export function rowsOf(count: number, prefix = 'A'): FeedRow[] {
  const { lastUpdateMs } = feedRowOf();
  return Array.from({ length: count }, (_, n) => feedRowOf({ asin: `${prefix}${String(n + 1).padStart(9, '0')}`, lastUpdateMs: lastUpdateMs - n }));
}

/** The same as work that waits for its peek. */
export function itemsOf(count: number, prefix = 'A'): NewItem[] {
  return rowsOf(count, prefix).map((feed) => newItemOf({ asin: feed.asin, lastUpdateMs: feed.lastUpdateMs, feed }));
}

/** Debt down to −180, divisible work split: the rules of the default policy in three lines. */
export function tierOf(name: string, ceiling: number): Tier {
  return {
    name,
    tokenPolicy: {
      name: `${name} floor`,
      decide: (state, { worstTokens, smallestUnitWorstTokens }, nowMs) => {
        const affordableTokens = availableTokens(state) <= 0 ? 0 : availableTokens(state) + (state.reservedWorstTokens > 0 ? 0 : 180);
        if (worstTokens <= affordableTokens) return { kind: 'allow' };
        if (smallestUnitWorstTokens <= affordableTokens) return { kind: 'split', affordableTokens };
        return { kind: 'wait', untilMs: reachedAtMs(state, 1) ?? nowMs + state.tickMs, reason: 'the balance is not positive' };
      },
    },
    batchPolicy: { name: `${name} ceiling`, plan: () => ({ size: ceiling, reason: `at most ${ceiling}` }) },
    dealValue: { name: 'newest', valueOf: (row) => row.lastUpdateMs },
  };
}

/** 5 a page, 1 a peek or a seller, 13 a commit of one ASIN; learns as the contract says. */
class FakePrices implements CostModel {
  private readonly learned = new Map<string, number>();

  estimate(request: KeepaRequest): RequestCost {
    const each = this.learned.get(this.shapeOf(request)) ?? PRICES[this.shapeOf(request)]!;
    const tokens = each * this.itemsOf(request);
    return { expectedTokens: tokens, worstTokens: tokens, smallestUnitWorstTokens: each };
  }

  shapeOf(request: KeepaRequest): string {
    return request.endpoint === 'product' && request.offers !== undefined ? 'product:offers' : request.endpoint;
  }

  observe(request: KeepaRequest, tokensConsumed: number): 'within-bound' | 'bound-exceeded' {
    if (tokensConsumed <= this.estimate(request).worstTokens) return 'within-bound';
    this.learned.set(this.shapeOf(request), Math.ceil(tokensConsumed / this.itemsOf(request)));
    return 'bound-exceeded';
  }

  private itemsOf(request: KeepaRequest): number {
    return request.endpoint === 'product' ? request.asins!.length : request.endpoint === 'seller' ? request.sellerIds.length : 1;
  }
}

const PRICES: Readonly<Record<string, number>> = { deal: 5, product: 1, 'product:offers': 13, seller: 1 };
