import { newItemOf } from '@smart-ingestor/conformance';
import type { ClaimedItem, DealStore, ItemTransition, NewItem } from '@smart-ingestor/contracts';
import * as fc from 'fast-check';
import { MemoryDealStore } from '../memory/memory-deal-store';
import { sqliteStore } from '../testing/temporary-store';

const NOW = 1_767_225_600_000;
const LEASE_MS = 60_000;
const OWNERS = ['a', 'b'] as const;

type Step =
  | { readonly do: 'deliver'; readonly owner: 'a' | 'b'; readonly items: readonly NewItem[] }
  | { readonly do: 'claim'; readonly owner: 'a' | 'b'; readonly state: 'queued' | 'accepted'; readonly limit: number }
  | { readonly do: 'end'; readonly owner: 'a' | 'b'; readonly which: number; readonly to: ItemTransition['to']; readonly waitMs: number }
  | { readonly do: 'beat' | 'leave'; readonly owner: 'a' | 'b' }
  | { readonly do: 'retry' | 'drop' }
  | { readonly do: 'pass'; readonly ms: number };

const delivered = fc
  .record({
    asin: fc.constantFrom('A', 'B', 'C'),
    version: fc.integer({ min: 1, max: 4 }),
    state: fc.constantFrom('queued', 'queued', 'queued', 'rejected', 'stored'),
    filterHash: fc.constantFrom('f1', 'f2'),
  })
  .map(({ asin, version, state, filterHash }) =>
    // No two of equal value: which of those goes first is nobody's promise.
    newItemOf({
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
  fc.record({ do: fc.constant('claim'), owner, state: fc.constantFrom('queued', 'accepted'), limit: fc.integer({ min: 1, max: 3 }) }),
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
        for (const workClass of ['discover', 'adhoc'] as const) await this.claim(next.owner, next.state, workClass, next.limit);
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
    const [status] = await this.store.jobStatus(this.nowMs);
    const counts: Readonly<Record<string, number>> = status?.items ?? {};
    expect(Object.values(counts).reduce((sum, items) => sum + items, 0)).toBe(this.delivered.size);
    expect(Object.values(counts).every((items) => items >= 0)).toBe(true);
    const queues = [await this.store.work.queue('books', 'discover', this.nowMs), await this.store.work.queue('books', 'adhoc', this.nowMs)];
    const inQueue = queues.reduce((sum, { queued, accepted, held }) => sum + queued + accepted + held, 0);
    expect(inQueue).toBe((status?.items.queued ?? 0) + (status?.items.accepted ?? 0));
    this.see(counts, ...queues);
  }

  /** Time heals: after every lease has run out, all that is open can be claimed and ended, and then nothing is open. */
  async drain(): Promise<void> {
    this.nowMs += 10 * LEASE_MS;
    for (const state of ['queued', 'accepted'] as const) {
      for (const workClass of ['discover', 'adhoc'] as const) {
        const items = await this.store.work.claim({ jobId: 'books', state, workClass, limit: 99, owner: 'c', leaseMs: LEASE_MS, nowMs: this.nowMs });
        const transitions = items.map((item) => ({ item, to: 'stored', reason: null }) as const);
        expect(await this.store.commit({ transitions, nowMs: this.nowMs })).toMatchObject({ fencedOut: 0, itemsSuperseded: 0 });
      }
    }
    const [status] = await this.store.jobStatus(this.nowMs);
    expect(status?.items ?? { queued: 0, accepted: 0 }).toMatchObject({ queued: 0, accepted: 0 });
    await this.check();
  }

  private async claim(by: 'a' | 'b', state: 'queued' | 'accepted', workClass: 'discover' | 'adhoc', limit: number): Promise<void> {
    const terms = { owner: by, leaseMs: LEASE_MS, nowMs: this.nowMs };
    const items = await this.store.work.claim({ jobId: 'books', state, workClass, limit, ...terms });
    for (const item of items) {
      const holders = [...this.holds.a, ...this.holds.b].filter((hold) => keyOf(hold.item) === keyOf(item) && this.isCurrent(hold));
      // Its own it never gets again, however late it is.
      const isHeld = (hold: Hold): boolean => hold.untilMs > this.nowMs || (this.holds[by].includes(hold) && !hold.isFree);
      expect(holders.filter(isHeld)).toEqual([]);
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

function keyOf({ asin, lastUpdateMs }: { readonly asin: string; readonly lastUpdateMs: number }): string {
  return `${asin}/${lastUpdateMs}`;
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
