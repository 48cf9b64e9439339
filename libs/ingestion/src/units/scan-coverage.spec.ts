import { feedRowOf } from '@smart-ingestor/conformance';
import type { FeedRow, KeepaRequest } from '@smart-ingestor/contracts';
import { HOUR_MS, MINUTE_MS, NOW_MS, pageOf, UnitRig } from '../testing/unit-rig';
import { ScanLane } from './scan-lane';

const ROWS = 1_200;
const TOUCHED_PER_HOUR = 100;
const PAGE_MS = 5_000;
/** Keepa caches a deal query for 120 seconds, so that its pages belong together for so long. */
const CACHE_MS = 120_000;

type Order = 'percentage' | 'random' | 'deal age' | 'last update';

interface Listed {
  readonly row: FeedRow;
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** The same numbers in every run (Park and Miller). */
function drawn(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** A feed in which a row changes every 36 seconds: of three one is new and the oldest goes, the others get another price and another place. */
class MovingFeed {
  private readonly ended: Listed[] = [];
  private readonly rows: FeedRow[] = [];
  private served: { readonly sort: string; readonly untilMs: number; readonly rows: readonly FeedRow[] } | null = null;
  private readonly since = new Map<string, number>();
  private readonly draw = drawn(7);
  private made = 0;
  private nextMs = NOW_MS;

  constructor(private readonly order: Order) {
    for (let n = 0; n < ROWS; n += 1) this.list(this.born(NOW_MS - (ROWS - n) * 36_000), NOW_MS);
  }

  page(request: KeepaRequest | null, nowMs: number): readonly FeedRow[] {
    if (request?.endpoint !== 'deal') throw new Error('not a page');
    this.moveTo(nowMs);
    const sort = request.selection['sortType'] === 1 ? 'deal age' : this.order;
    if (this.served?.sort !== sort || this.served.untilMs <= nowMs) this.served = { sort, untilMs: nowMs + CACHE_MS, rows: this.sorted(sort) };
    return this.served.rows.slice(request.page * 150, (request.page + 1) * 150);
  }

  /** Every version of a row that was listed for at least ten minutes. */
  listed(nowMs: number): Listed[] {
    const present = this.rows.map((row) => ({ row, sinceMs: this.since.get(row.asin)!, untilMs: nowMs }));
    return [...this.ended, ...present].filter(({ sinceMs, untilMs }) => untilMs - sinceMs >= 10 * MINUTE_MS);
  }

  private moveTo(nowMs: number): void {
    for (; this.nextMs <= nowMs; this.nextMs += HOUR_MS / TOUCHED_PER_HOUR) {
      const isNew = this.draw() < 0.3;
      const [gone] = this.rows.splice(isNew ? 0 : Math.floor(this.draw() * this.rows.length), 1);
      this.ended.push({ row: gone!, sinceMs: this.since.get(gone!.asin)!, untilMs: this.nextMs });
      const changed = { ...gone!, lastUpdateMs: this.nextMs, drop90Percent: Math.floor(this.draw() * 90) };
      this.list(isNew ? this.born(this.nextMs) : changed, this.nextMs);
    }
  }

  private list(row: FeedRow, atMs: number): void {
    this.rows.push(row);
    this.since.set(row.asin, atMs);
  }

  private born(atMs: number): FeedRow {
    const asin = `F${String((this.made += 1)).padStart(9, '0')}`;
    return feedRowOf({ asin, lastUpdateMs: atMs, createdMs: atMs, drop90Percent: Math.floor(this.draw() * 90) });
  }

  private sorted(sort: Order): readonly FeedRow[] {
    const rank = new Map(this.rows.map((row) => [row.asin, this.draw()]));
    const key: Readonly<Record<Order, (row: FeedRow) => number>> = {
      percentage: (row) => row.drop90Percent!,
      random: (row) => rank.get(row.asin)!,
      'deal age': (row) => row.createdMs,
      'last update': (row) => row.lastUpdateMs,
    };
    return [...this.rows].sort((a, b) => key[sort](b) - key[sort](a));
  }
}

/** Reads the feed, one page every five seconds at most. */
async function readFor(hours: number, order: Order, refillPerMinute: number): Promise<{ rig: UnitRig; pages: number; unlike: number }> {
  const rig = new UnitRig({ refillPerMinute });
  const feed = new MovingFeed(order);
  const lane = new ScanLane(rig.job, rig.parts, 'due');
  let pages = 0;
  while (rig.nowMs < NOW_MS + hours * HOUR_MS) {
    const found = await lane.look(rig.at);
    if (typeof found === 'number') rig.nowMs = found;
    else {
      const loaded = await found.load(1, rig.nowMs);
      rig.nowMs += PAGE_MS;
      await rig.digest(loaded, pageOf(feed.page(loaded.request, rig.nowMs)));
      pages += 1;
    }
  }
  const evaluated = new Set(rig.store.items.map(({ asin, lastUpdateMs }) => `${asin}@${lastUpdateMs}`));
  const listed = feed.listed(rig.nowMs);
  const missed = listed.filter(({ row }) => !evaluated.has(`${row.asin}@${row.lastUpdateMs}`));
  return { rig, pages, unlike: missed.length / listed.length };
}

describe('A feed of 1,200 rows of which 100 change in an hour, read on a plan that affords a pass every five minutes', () => {
  it.each([
    ['percentage', 24],
    ['random', 8],
    ['deal age', 8],
    ['last update', 8],
  ] as const)(
    'in %s order for %i hours: at least 99.5 %% of what was listed for ten minutes was evaluated, and no row is delivered twice',
    async (order, hours) => {
      const { rig, pages, unlike } = await readFor(hours, order, 60);
      expect(unlike).toBeLessThanOrEqual(0.005);
      const keys = rig.store.items.map(({ asin, lastUpdateMs }) => `${asin}@${lastUpdateMs}`);
      expect(new Set(keys).size).toBe(keys.length);
      // 12 passes an hour, of 9 pages at most: the order of the pages never prolongs one.
      expect(pages).toBeLessThanOrEqual(hours * 12 * 9);
      expect(pages).toBeGreaterThan(hours * 11 * 8);
      expect(rig.store.gapsRecorded).toEqual([]);
    },
  );

  it('and on a plan of 5/min, where a pass takes its turn every 45 minutes: new deals are found within ten minutes by the head', async () => {
    const { rig } = await readFor(24, 'percentage', 5);
    const found = new Map(
      rig.store.commits.flatMap(({ newItems = [], nowMs }) => newItems.map(({ asin, feed }) => [asin, nowMs - feed.createdMs] as const)).reverse(),
    );
    const late = rig.store.items.filter(({ feed, asin }) => feed.createdMs > NOW_MS + HOUR_MS && found.get(asin)! > 10 * MINUTE_MS);
    expect(late.map(({ asin }) => asin)).toEqual([]);
    // A pass of 45 tokens at a share of 0.2 of 5 a minute, asked for 5 of its 45 minutes early, and nothing here holds it up; the head at a share of 0.15.
    expect(rig.eventsOf('page.scanned').length * 5).toBeLessThanOrEqual(1_440 * 5 * (0.2 * (45 / 40) + 0.15) + 45);
  });
});
