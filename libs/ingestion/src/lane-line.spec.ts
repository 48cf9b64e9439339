import { DEFAULT_PACE } from './parts';
import { type NextTurn, Scheduler } from './scheduler';
import { costOf, FakeLane } from './testing/fake-lane';
import { itemsOf, jobOf } from './testing/rig';
import type { LookAt } from './units/unit';

const MINUTE_MS = 60_000;
const at = (nowMs = 0, harvest = false): LookAt => ({ nowMs, refillPerMinute: 5, harvest });

function schedulerOf(...lanes: FakeLane[]): Scheduler {
  return new Scheduler(lanes, DEFAULT_PACE);
}

function named(next: NextTurn): string {
  return next.kind === 'unit' ? `${next.unit.job.id} ${next.unit.workClass}` : next.kind;
}

/** Grants and settles so many turns. */
async function go(scheduler: Scheduler, turns: number, nowMs = 0): Promise<void> {
  for (let n = 0; n < turns; n += 1) {
    const next = await scheduler.next(at(nowMs));
    if (next.kind !== 'unit') return;
    scheduler.granted(next.turn, costOf(10), 5);
    scheduler.settled(next.turn, 0);
  }
}

describe('Lanes that have nothing', () => {
  it('make the scheduler idle until the earliest of them may have something', async () => {
    const lanes = [
      new FakeLane('discover', { pending: 0 }),
      new FakeLane('refresh', { pending: 0, notBeforeMs: 7_000 }),
      new FakeLane('scan', { pending: 0, notBeforeMs: 9_000 }),
    ];
    expect(await schedulerOf(...lanes).next(at())).toEqual({ kind: 'idle', untilMs: 7_000 });
  });

  it('are not looked at again before that, however many units of others go', async () => {
    const [busy, idle] = [new FakeLane('discover'), new FakeLane('refresh', { pending: 0, notBeforeMs: MINUTE_MS })];
    const scheduler = schedulerOf(busy, idle);
    await go(scheduler, 50, 10);
    expect(idle.looks).toHaveLength(1);
    await go(scheduler, 1, MINUTE_MS);
    expect(idle.looks).toHaveLength(2);
  });

  it('are looked at when something that concerns them became durable, and only then', async () => {
    const idle = [new FakeLane('discover', { pending: 0 }), new FakeLane('discover', { pending: 0, job: jobOf({ id: 'games' }) })] as const;
    const scheduler = schedulerOf(...idle);
    await scheduler.next(at());
    scheduler.committed({ newItems: itemsOf(1) });
    await scheduler.next(at(10));
    expect(idle.map(({ looks }) => looks.length)).toEqual([2, 1]);
  });

  it('are looked at after a heartbeat: another process may have added work', async () => {
    const idle = new FakeLane('discover', { pending: 0 });
    const scheduler = schedulerOf(idle);
    await scheduler.next(at());
    idle.pending = 3;
    scheduler.forget();
    expect(named(await scheduler.next(at(10)))).toBe('books discover');
  });

  it('are asked for work that is not due yet where tokens would expire', async () => {
    const refresh = new FakeLane('refresh', { notBeforeMs: 60 * MINUTE_MS });
    refresh.onlyHarvest = true;
    const scheduler = schedulerOf(refresh);
    expect(await scheduler.next(at())).toEqual({ kind: 'idle', untilMs: 60 * MINUTE_MS });
    expect(named(await scheduler.next(at(10, true)))).toBe('books refresh');
  });

  it('that name a time in the past are not asked in a loop', async () => {
    const broken = new FakeLane('discover', { pending: 0, notBeforeMs: -5 });
    expect(await schedulerOf(broken).next(at(100))).toEqual({ kind: 'idle', untilMs: 1_100 });
  });

  it('that offered a unit with nothing behind it are left alone until the time that was said', async () => {
    const taken = new FakeLane('discover');
    const scheduler = schedulerOf(taken);
    const next = await scheduler.next(at());
    if (next.kind !== 'unit') throw new Error('expected a unit');
    scheduler.barren(next.turn, 1_000);
    expect(await scheduler.next(at(10))).toEqual({ kind: 'idle', untilMs: 1_000 });
    expect(named(await scheduler.next(at(1_000)))).toBe('books discover');
  });

  it('are not taken for empty by what they saw before an answer became durable', async () => {
    const lane = new FakeLane('discover', { pending: 0 });
    const scheduler = schedulerOf(lane);
    const look = lane.look.bind(lane);
    let looks = 0;
    lane.look = async (when) => {
      const seen = await look(when);
      looks += 1;
      if (looks === 1) {
        lane.pending = 2;
        scheduler.committed({ newItems: itemsOf(1) });
      }
      return seen;
    };
    expect(named(await scheduler.next(at()))).toBe('books discover');
  });
});

describe('A run of one pass', () => {
  const once = new Set(['scan', 'discover', 'adhoc'] as const);

  it('is exhausted when feeds and items are, and nothing of them is in flight; refreshes are not waited for', async () => {
    const [scan, discover] = [new FakeLane('scan', { pending: 1 }), new FakeLane('discover', { pending: 0 })];
    const scheduler = schedulerOf(scan, discover, new FakeLane('refresh'));
    const page = await scheduler.next(at());
    if (page.kind !== 'unit') throw new Error('expected a page');
    scan.pending = 0;
    scheduler.granted(page.turn, costOf(5), 5);
    await scheduler.next(at());
    expect(scheduler.isExhausted(once, 0)).toBe(false);
    scheduler.settled(page.turn, 0);
    await go(scheduler, 2);
    expect(scheduler.isExhausted(once, 0)).toBe(true);
  });

  it('is not exhausted while an item waits for its retry', async () => {
    const scheduler = schedulerOf(new FakeLane('scan', { pending: 0 }), new FakeLane('discover', { pending: 0, notBeforeMs: 5_000 }));
    await scheduler.next(at());
    expect(scheduler.isExhausted(once, 0)).toBe(false);
  });
});
