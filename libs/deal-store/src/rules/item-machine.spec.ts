import { newItemOf } from '@smart-ingestor/conformance';
import type { ClaimedItem, DealStore, ItemClass, ItemKey, ItemTransition, NewItem, QueueSummary } from '@smart-ingestor/contracts';
import * as fc from 'fast-check';
import { MemoryDealStore } from '../memory/memory-deal-store';
import { sqliteStore } from '../testing/temporary-store';

const NOW = 1_767_225_600_000;
const LEASE_MS = 60_000;
const OWNERS = ['a', 'b'] as const;
const JOBS = ['books', 'toys'] as const;
const CLASSES = ['discover', 'adhoc'] as const;

type Step =
  | { readonly do: 'deliver'; readonly owner: 'a' | 'b'; readonly items: readonly NewItem[] }
  | { readonly do: 'claim'; readonly owner: 'a' | 'b'; readonly jobId: string; readonly state: 'queued' | 'accepted'; readonly limit: number }
  | { readonly do: 'end'; readonly owner: 'a' | 'b'; readonly which: number; readonly to: ItemTransition['to']; readonly waitMs: number }
  | { readonly do: 'beat' | 'leave'; readonly owner: 'a' | 'b' }
  | { readonly do: 'retry' | 'drop' }
  | { readonly do: 'pass'; readonly ms: number };

const delivered = fc
  .record({
    jobId: fc.constantFrom(...JOBS),
    asin: fc.constantFrom('A', 'B', 'C'),
    version: fc.integer({ min: 1, max: 4 }),
    state: fc.constantFrom('queued', 'queued', 'queued', 'rejected', 'stored'),
    filterHash: fc.constantFrom('f1', 'f2'),
  })
  .map(({ jobId, asin, version, state, filterHash }) =>
    // No two of equal value: which of those goes first is nobody's promise.
    newItemOf({
      jobId,
      asin,
      lastUpdateMs: version,
      state,
      filterHash,
      reason: state === 'rejected' ? 'price' : null,
      value: asin.charCodeAt(0) * 10 + version,
    }),
  );

const owner = fc.constantFrom(...OWNERS);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('deliver'), owner, items: fc.array(delivered, { minLength: 1, maxLength: 3 }) }),
  fc.record({
    do: fc.constant('claim'),
    owner,
    jobId: fc.constantFrom(...JOBS),
    state: fc.constantFrom('queued', 'accepted'),
    limit: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({
    do: fc.constant('end'),
    owner,
    which: fc.nat(5),
    to: fc.constantFrom('queued', 'accepted', 'stored', 'rejected', 'dead'),
    waitMs: fc.constantFrom(0, 30_000),
  }),
  fc.record({ do: fc.constantFrom('beat', 'beat', 'leave'), owner }),
  fc.record({ do: fc.constantFrom('retry', 'drop') }),
  fc.record({ do: fc.constant('pass'), ms: fc.constantFrom(1, 20_000, LEASE_MS) }),
);

interface Hold {
  readonly item: ClaimedItem;
  readonly claim: number;
  untilMs: number;
  /** Its run was ended: anybody may have it. */
  isFree: boolean;
}

/** Two owners on one store. Each keeps every item that it ever claimed, and may try to end it however late. */
class TwoOwners {
  private nowMs = NOW;
  private claims = 0;
  private readonly holds = { a: [] as Hold[], b: [] as Hold[] };
  private readonly latestClaim = new Map<string, number>();
  private readonly ended = new Map<string, number>();
  readonly delivered = new Set<string>();
  /** What an observer saw; equal for every store that keeps the laws. */
  readonly seen: unknown[] = [];

  constructor(private readonly store: DealStore) {}

  async take(next: Step): Promise<void> {
    switch (next.do) {
      case 'deliver':
        for (const item of next.items) this.delivered.add(keyOf(item));
        return this.see(await this.store.commit({ newItems: next.items, owner: next.owner, nowMs: this.nowMs }));
      case 'claim':
        for (const workClass of CLASSES) await this.claim(next, workClass);
        return;
      case 'end':
        return this.end(next.owner, next.which, next.to, next.waitMs);
      case 'beat':
        for (const hold of this.holds[next.owner]) if (this.isCurrent(hold) && !hold.isFree) hold.untilMs = this.nowMs + LEASE_MS;
        return this.store.runs.beat(next.owner, this.nowMs + LEASE_MS, this.nowMs);
      case 'leave':
        for (const hold of this.holds[next.owner]) Object.assign(hold, { isFree: true, untilMs: 0 });
        return this.store.runs.end(next.owner);
      case 'retry':
        return this.see(await this.store.work.retryDead({}, this.nowMs));
      case 'drop':
        return this.see(await this.store.work.dropDead({}, this.nowMs));
      case 'pass':
        this.nowMs += next.ms;
    }
  }

  /** Every delivered item is in exactly one state, whatever happened. */
  async check(): Promise<void> {
    const statuses = await this.store.jobStatus(this.nowMs);
    const counts = statuses.flatMap(({ items }) => Object.values<number>(items));
    expect(sum(counts)).toBe(this.delivered.size);
    expect(counts.every((items) => items >= 0)).toBe(true);
    const queues: QueueSummary[] = [];
    for (const jobId of JOBS) for (const workClass of CLASSES) queues.push(await this.store.work.queue(jobId, workClass, this.nowMs));
    expect(sum(queues.map(({ queued, accepted, held }) => queued + accepted + held))).toBe(
      sum(statuses.map(({ items }) => items.queued + items.accepted)),
    );
    this.see(...statuses.map(({ jobId, items }) => [jobId, items]), ...queues);
  }

  /** Time heals: after every lease has run out, all that is open can be claimed and ended, and then nothing is open. */
  async drain(): Promise<void> {
    this.nowMs += 10 * LEASE_MS;
    for (const state of ['queued', 'accepted'] as const) {
      for (const workClass of CLASSES) {
        for (const jobId of JOBS) {
          const items = await this.store.work.claim({ jobId, state, workClass, limit: 99, owner: 'c', leaseMs: LEASE_MS, nowMs: this.nowMs });
          const transitions = items.map((item) => ({ item, to: 'stored', reason: null }) as const);
          expect(await this.store.commit({ transitions, nowMs: this.nowMs })).toMatchObject({ fencedOut: 0, itemsSuperseded: 0 });
        }
      }
    }
    for (const { items } of await this.store.jobStatus(this.nowMs)) expect(items).toMatchObject({ queued: 0, accepted: 0 });
    await this.check();
  }

  private async claim({ owner: by, jobId, state, limit }: Extract<Step, { do: 'claim' }>, workClass: ItemClass): Promise<void> {
    const terms = { owner: by, leaseMs: LEASE_MS, nowMs: this.nowMs };
    // Its own it never gets again, however late it is.
    const isHeld = (hold: Hold): boolean => this.isCurrent(hold) && (hold.untilMs > this.nowMs || (this.holds[by].includes(hold) && !hold.isFree));
    const held = new Set([...this.holds.a, ...this.holds.b].filter(isHeld).map(({ item }) => item.asin));
    const items = await this.store.work.claim({ jobId, state, workClass, limit, ...terms });
    for (const item of items) {
      // Neither what somebody holds, nor another item of the same product: one purchase serves both.
      expect(held).not.toContain(item.asin);
      this.claims += 1;
      this.latestClaim.set(keyOf(item), this.claims);
      this.holds[by].push({ item, claim: this.claims, untilMs: this.nowMs + LEASE_MS, isFree: false });
    }
    this.see(items);
  }

  private async end(by: 'a' | 'b', which: number, to: ItemTransition['to'], waitMs: number): Promise<void> {
    const hold = this.holds[by][which % Math.max(1, this.holds[by].length)];
    if (hold === undefined) return;
    const transition = { item: hold.item, to, reason: null, notBeforeMs: this.nowMs + waitMs };
    if (to === 'queued' && hold.item.state === 'accepted') {
      await expect(this.store.commit({ transitions: [transition], nowMs: this.nowMs })).rejects.toThrow(/cannot go from accepted to queued/);
      return;
    }
    const outcome = await this.store.commit({ transitions: [transition], nowMs: this.nowMs });
    if (!this.isCurrent(hold)) expect(outcome.fencedOut).toBe(1);
    else if (hold.untilMs > this.nowMs) expect(outcome.fencedOut).toBe(0);
    if (outcome.fencedOut === 0) this.ended.set(keyOf(hold.item), hold.claim);
    this.see(outcome);
  }

  /** Nobody else has claimed it since, and its owner has not ended it. */
  private isCurrent({ item, claim }: Hold): boolean {
    return this.latestClaim.get(keyOf(item)) === claim && this.ended.get(keyOf(item)) !== claim;
  }

  private see(...what: unknown[]): void {
    this.seen.push(...what);
  }
}

async function play(store: DealStore, steps: readonly Step[]): Promise<readonly unknown[]> {
  const world = new TwoOwners(store);
  for (const next of steps) {
    await world.take(next);
    await world.check();
  }
  await world.drain();
  return world.seen;
}

function keyOf({ jobId, asin, lastUpdateMs }: ItemKey): string {
  return `${jobId}/${asin}/${lastUpdateMs}`;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

const steps = fc.array(step, { minLength: 5, maxLength: 40 });

describe('items in the hands of two owners, in any order of events', () => {
  it('are each in exactly one state, are held by one, and are written under the latest fence only', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => void (await play(new MemoryDealStore(), all))),
      { numRuns: 300 },
    );
  }, 60_000);

  it('are treated alike by both stores', async () => {
    const sqlite = sqliteStore();
    await sqlite.open();
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        await sqlite.stateStore.reset();
        expect(await play(sqlite, all)).toEqual(await play(new MemoryDealStore(), all));
      }),
      { numRuns: 40 },
    );
    await sqlite.close();
  }, 120_000);
});
