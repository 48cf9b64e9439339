import { feedRowOf, newItemOf, VirtualClock } from '@smart-ingestor/conformance';
import type { CostModel, DealStore, FeedRow, IngestionEvent, KeepaRequest, NewItem, RequestCost, RunSummary, Tier } from '@smart-ingestor/contracts';
import { availableTokens, reachedAtMs } from '@smart-ingestor/token-bucket';
import { AccountState } from '../account-state';
import { Announcer } from '../announcer';
import { Gate } from '../gate';
import { Ingestion } from '../ingestion';
import type { Job } from '../job';
import type { IngestionParts, RunBounds } from '../parts';
import { Pause } from '../pause';
import { Sender } from '../sender';
import { ServerClock } from '../server-clock';
import { Stop } from '../stop';
import { FakeAccount } from './fake-account';
import { ScriptedLedger } from './scripted-ledger';
import { ScriptedStore } from './scripted-store';
import { ScriptedTransport } from './scripted-transport';

export interface RigOptions extends Partial<Pick<IngestionParts, 'jobs' | 'onBlocked' | 'retryLimit' | 'tiers'>> {
  readonly balanceTokens?: number;
  readonly refillPerMinute?: number;
  readonly bounds?: RunBounds;
  readonly signal?: AbortSignal;
}

/** Everything that the loop is made of, on fakes and a virtual clock; by default an account so rich that nothing waits. */
export function rigOf(options: RigOptions = {}) {
  const { balanceTokens = 100_000, refillPerMinute = 5_000, bounds = {}, signal, onBlocked = 'wait', retryLimit = 8 } = options;
  const clock = new VirtualClock();
  const costModel = new FakePrices();
  const transport = new ScriptedTransport(clock, new FakeAccount(clock.nowMs(), balanceTokens, refillPerMinute), costModel);
  const ledger = new ScriptedLedger();
  const store = new ScriptedStore(ledger);
  const events: IngestionEvent[] = [];
  let calls = 0;
  const parts: IngestionParts = {
    ...{ accountId: 'acc', owner: 'me', clock, transport, costModel, ledger, onBlocked, retryLimit },
    store: store as unknown as DealStore,
    tiers: options.tiers ?? { select: (rate) => (rate < 20 ? tierOf('low', 20) : tierOf('standard', 50)) },
    jobs: options.jobs ?? [jobOf()],
    listeners: [{ on: (event) => void events.push(event) }],
    newCallId: () => `call-${(calls += 1)}`,
    random: () => 0,
  };
  const time = new ServerClock(clock);
  const announcer = new Announcer(parts.accountId, time, parts.listeners);
  const stop = new Stop(bounds, signal);
  const pause = new Pause(time, stop, announcer, signal, onBlocked);
  const account = new AccountState(parts, time, stop, pause);
  const gate = new Gate(parts, time, stop, account, announcer);
  const sender = new Sender(parts, time, stop, account, announcer);
  const eventsOf = <T extends IngestionEvent['type']>(type: T) =>
    events.filter((event): event is Extract<IngestionEvent, { type: T }> => event.type === type);
  /** A whole run, in at most a virtual week. */
  const run = (): Promise<RunSummary> => clock.runUntil(new Ingestion(parts).run(bounds, signal), 7 * 24 * 3_600_000);
  return { clock, costModel, transport, ledger, store, events, eventsOf, parts, time, announcer, stop, pause, account, gate, sender, run };
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
    },
    filter: { name: 'all', hash: 'f1', judgeRow: () => ({ keep: true }), judgePeek: () => ({ keep: true }) },
    peek: { statsDays: 90 },
    commit: { offers: 20, statsDays: 90, historyDays: 90, stock: false, rating: false },
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
  };
}

/** 5 a page, 1 a peek, 13 a commit of one ASIN; learns as the contract says. */
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
    return request.endpoint === 'product' ? request.asins!.length : 1;
  }
}

const PRICES: Readonly<Record<string, number>> = { deal: 5, product: 1, 'product:offers': 13 };
