import { feedRowOf, newItemOf } from '@smart-ingestor/conformance';
import type { CommitOutcome, DealValue, FeedRow, KeepaFailure, KeepaRequest, NewItem, Tier, ValueOf } from '@smart-ingestor/contracts';
import type { FeedJob, Job } from '../job';
import { DEFAULT_PACE, type Pace } from '../parts';
import type { LaneParts } from '../units/lanes';
import type { Lane, LoadedUnit, LookAt, Unit, UnitEvent, UnitFailure } from '../units/unit';
import { PlainStore } from './plain-store';

export const NOW_MS = 1_767_225_600_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

export interface UnitRigOptions<J extends Job = FeedJob> {
  readonly job?: J;
  readonly refillPerMinute?: number;
  readonly dealValue?: DealValue;
  readonly pace?: Partial<Pace>;
}

/** Units and lanes without gate, ledger or network: what they ask for, what becomes durable, what is told. */
export class UnitRig<J extends Job = FeedJob> {
  readonly store = new PlainStore();
  readonly job: J;
  readonly parts: LaneParts;
  readonly requests: KeepaRequest[] = [];
  readonly events: UnitEvent[] = [];
  nowMs = NOW_MS;
  refillPerMinute: number;

  constructor({
    job = plainJob() as Job as J,
    refillPerMinute = 5,
    dealValue = { name: 'none', valueOf: () => 0 },
    pace = {},
  }: UnitRigOptions<J> = {}) {
    this.job = job;
    this.refillPerMinute = refillPerMinute;
    const expectedTokens = (request: KeepaRequest): number => (request.endpoint === 'product' && request.offers !== undefined ? 6.5 : 1);
    this.parts = {
      jobs: [job],
      store: this.store.asStore,
      owner: 'me',
      tiers: { select: () => ({ dealValue }) as Tier },
      pace: { ...DEFAULT_PACE, ...pace },
      costModel: {
        estimate: (request) => ({ expectedTokens: expectedTokens(request), worstTokens: 13, smallestUnitWorstTokens: 13 }),
        shapeOf: ({ endpoint }) => endpoint,
        observe: () => 'within-bound',
      },
    };
  }

  get at(): LookAt {
    return { nowMs: this.nowMs, refillPerMinute: this.refillPerMinute, harvest: false };
  }

  /** What the lane has now; fails where it has nothing. */
  async unit(lane: Lane, at: Partial<LookAt> = {}): Promise<Unit> {
    const found = await lane.look({ ...this.at, ...at });
    if (typeof found === 'number') throw new Error(`nothing before ${found - this.nowMs} ms from now`);
    return found;
  }

  /** Minutes from now until the lane may have something; 0 where it has. */
  async dueInMinutes(lane: Lane, at: Partial<LookAt> = {}): Promise<number> {
    const found = await lane.look({ ...this.at, ...at });
    return typeof found === 'number' ? (found - this.nowMs) / MINUTE_MS : 0;
  }

  async load(lane: Lane, size = 100): Promise<LoadedUnit> {
    const loaded = await (await this.unit(lane)).load(size, this.nowMs);
    if (loaded.free !== null) await this.keep(loaded.free);
    if (loaded.request !== null) this.requests.push(loaded.request);
    return loaded;
  }

  /** The whole way of a unit that is answered with `value`. */
  async answer<R extends KeepaRequest>(lane: Lane, value: ValueOf<R>, size = 100): Promise<CommitOutcome> {
    return this.digest(await this.load(lane, size), value);
  }

  async digest<R extends KeepaRequest>(loaded: LoadedUnit, value: ValueOf<R>): Promise<CommitOutcome> {
    return this.keep(await loaded.digest(value, this.nowMs, PAID));
  }

  /** The whole way of a unit that fails (`null`: that was never sent). */
  async fail(lane: Lane, failure: Partial<KeepaFailure> | null = {}, fields: Partial<UnitFailure> = {}, size = 100): Promise<void> {
    const loaded = await this.load(lane, size);
    await this.store.commit({ ...loaded.giveBack(failure === null ? null : failedWith(failure, fields), this.nowMs), nowMs: this.nowMs });
  }

  eventsOf<T extends UnitEvent['type']>(type: T): Extract<UnitEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<UnitEvent, { type: T }> => event.type === type);
  }

  asinsAsked(): (readonly string[])[] {
    return this.requests.flatMap((request) => (request.endpoint === 'product' ? [request.asins ?? []] : []));
  }

  private async keep(harvest: NonNullable<LoadedUnit['free']>): Promise<CommitOutcome> {
    const outcome = await this.store.commit({ ...harvest.durable, nowMs: this.nowMs });
    this.events.push(...harvest.report(outcome));
    return outcome;
  }
}

/** What every answered request of a `UnitRig` cost. */
export const PAID = { callId: 'call-1', tokens: 7 } as const;

/** A time-out after sending, except for what `fields` say. */
export function failedWith(failure: Partial<KeepaFailure> = {}, fields: Partial<UnitFailure> = {}): UnitFailure {
  const timedOut = { code: 'TIMED_OUT', kind: 'transient', charge: 'unknown', status: null, message: 'no answer in 120 s' } as const;
  return { failure: { ...timedOut, details: null, reading: null, ...failure }, callId: 'call-1', tokens: 0, failuresInARow: 1, random: 0, ...fields };
}

export const REJECTED = { code: 'REQUEST_REJECTED', kind: 'rejected', charge: 'nothing', status: 400, message: 'bad asin' } as const;

/** A job whose feed has `pages` full pages at most, whose filter keeps everything. */
export function plainJob(fields: Partial<FeedJob> = {}, pages = 67): FeedJob {
  const selection = { domainId: 1, priceTypes: [2] };
  return {
    id: 'books',
    source: {
      name: 'feed',
      domainId: 1,
      feedHash: 'h1',
      list: null,
      plan: () => ({ coverage: 'a feed', request: null, requestsAtMost: pages, itemsAtMost: 150 * pages }),
      nextRequest: ({ pagesRead, lastRowCount }) =>
        pagesRead >= pages || (pagesRead > 0 && (lastRowCount ?? 0) < 150) ? null : { endpoint: 'deal', selection, page: pagesRead },
      headRequest: (page) => (page < pages ? { endpoint: 'deal', selection: { ...selection, sortType: 1 }, page } : null),
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

/** Rows of a feed, the first the newest, a minute apart in creation and in update. */
export function plainRows(count: number, newestMs = NOW_MS, prefix = 'A'): FeedRow[] {
  return Array.from({ length: count }, (_, n) => {
    const atMs = newestMs - n * MINUTE_MS;
    return feedRowOf({ asin: `${prefix}${String(n + 1).padStart(9, '0')}`, lastUpdateMs: atMs, createdMs: atMs });
  });
}

export function pageOf(rows: readonly FeedRow[], rowCount = rows.length): ValueOf<Extract<KeepaRequest, { endpoint: 'deal' }>> {
  return { rows, rowCount, problems: [] };
}

export function plainItems(count: number): NewItem[] {
  return plainRows(count).map((feed) => newItemOf({ asin: feed.asin, lastUpdateMs: feed.lastUpdateMs, feed, value: 0 }));
}
