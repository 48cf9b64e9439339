import { DEFAULT_PACE } from './parts';
import { type NextTurn, Scheduler } from './scheduler';
import { costOf, FakeLane } from './testing/fake-lane';
import { jobOf } from './testing/rig';
import type { LookAt } from './units/unit';

const MINUTE_MS = 60_000;
const at = (nowMs = 0, harvest = false): LookAt => ({ nowMs, refillPerMinute: 5, harvest });

function schedulerOf(...lanes: FakeLane[]): Scheduler {
  return new Scheduler(lanes, DEFAULT_PACE);
}

function named(next: NextTurn): string {
  return next.kind === 'unit' ? `${next.unit.job.id} ${next.unit.workClass}` : next.kind;
}

function unitOf(next: NextTurn): Extract<NextTurn, { kind: 'unit' }> {
  if (next.kind !== 'unit') throw new Error('expected a unit');
  return next;
}

/** Grants so many turns of `tokens` each, every unit settled before the next, and says whose they were. */
async function turns(scheduler: Scheduler, count: number, tokens: (workClass: string) => number = () => 10, nowMs = 0): Promise<string[]> {
  const names: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const next = await scheduler.next(at(nowMs));
    names.push(named(next));
    if (next.kind !== 'unit') break;
    scheduler.granted(next.turn, costOf(tokens(next.unit.workClass)), 5);
    if (next.unit.workClass === 'scan') (next.turn.lane as FakeLane).pending -= 1;
    scheduler.settled(next.turn, 0);
  }
  return names;
}

function count(names: readonly string[], name: string): number {
  return names.filter((of) => of === name).length;
}

const scans = (pages: number): FakeLane => new FakeLane('scan', { pending: pages, notBeforeMs: 60 * MINUTE_MS });

describe('The classes', () => {
  it('share tokens by weight', async () => {
    const scheduler = schedulerOf(new FakeLane('discover'), new FakeLane('refresh'), new FakeLane('seller'), new FakeLane('adhoc'));
    const names = await turns(scheduler, 1_200);
    expect(['discover', 'refresh', 'seller', 'adhoc'].map((name) => count(names, `books ${name}`))).toEqual([400, 300, 100, 400]);
  });

  it('share what each costs, not how often each goes', async () => {
    const scheduler = schedulerOf(new FakeLane('discover'), new FakeLane('refresh'));
    const names = await turns(scheduler, 700, (workClass) => (workClass === 'discover' ? 4 : 30));
    const tokens = [4 * count(names, 'books discover'), 30 * count(names, 'books refresh')] as const;
    expect(tokens[0] / tokens[1]).toBeCloseTo(4 / 3, 1);
  });

  it('count what is in flight at its worst: none gets ahead by what it turns out to cost', async () => {
    const scheduler = schedulerOf(new FakeLane('discover'), new FakeLane('refresh'));
    const names: string[] = [];
    for (let n = 0; n < 70; n += 1) {
      const next = unitOf(await scheduler.next(at()));
      names.push(named(next));
      const expectedTokens = next.unit.workClass === 'refresh' ? 1 : 10;
      scheduler.granted(next.turn, { ...costOf(10), expectedTokens }, 5);
    }
    expect([count(names, 'books discover'), count(names, 'books refresh')]).toEqual([40, 30]);
  });

  it('are charged what a unit really cost once that is known: 0 for one that never left', async () => {
    const scheduler = schedulerOf(new FakeLane('discover'), new FakeLane('refresh'));
    const names: string[] = [];
    for (let n = 0; n < 40; n += 1) {
      const next = unitOf(await scheduler.next(at()));
      names.push(named(next));
      scheduler.granted(next.turn, costOf(10), 5);
      scheduler.settled(next.turn, next.unit.workClass === 'discover' ? -10 : 0);
    }
    // Discover's requests never cost anything, so it is its turn again at once, every time.
    expect(count(names, 'books refresh')).toBeLessThanOrEqual(1);
  });

  it('divide a class equally between its jobs, whatever one job would need', async () => {
    const jobs = ['books', 'games', 'toys'].map((id) => new FakeLane('discover', { job: jobOf({ id }) }));
    const names = await turns(schedulerOf(...jobs, new FakeLane('refresh')), 700);
    expect(['books', 'games', 'toys'].map((id) => count(names, `${id} discover`))).toEqual(expect.arrayContaining([133, 133, 134]));
    expect(count(names, 'books refresh')).toBe(300);
  });

  it('that have nothing leave their share to the others, and come back without a credit', async () => {
    const [discover, refresh] = [new FakeLane('discover'), new FakeLane('refresh', { pending: 0, notBeforeMs: MINUTE_MS })];
    const scheduler = schedulerOf(discover, refresh);
    expect(count(await turns(scheduler, 100), 'books discover')).toBe(100);
    refresh.pending = 1_000;
    const names = await turns(scheduler, 70, undefined, MINUTE_MS);
    expect([count(names, 'books discover'), count(names, 'books refresh')]).toEqual([40, 30]);
  });
});

describe('A due scan', () => {
  it('goes first', async () => {
    expect((await turns(schedulerOf(new FakeLane('discover'), scans(1)), 2)).map((name) => name.split(' ')[1])).toEqual(['scan', 'discover']);
  });

  it('interleaves its pages with the others, and gets its own share of the tokens while it lasts', async () => {
    const names = await turns(schedulerOf(scans(67), new FakeLane('discover')), 400, (workClass) => (workClass === 'scan' ? 5 : 25));
    expect(names.slice(0, 2)).toEqual(['books scan', 'books discover']);
    const pass = names.slice(0, names.lastIndexOf('books scan') + 1);
    const share = (5 * 67) / (5 * 67 + 25 * count(pass, 'books discover'));
    expect(share).toBeCloseTo(DEFAULT_PACE.scanShare + DEFAULT_PACE.headShare, 1);
    // Never more pages in a row than one unit of the others is worth.
    expect(pass.join(' ')).not.toContain('books scan books scan books scan books scan');
  });

  it('does not stand behind large units: of 650 tokens each one pays for many pages', async () => {
    const scheduler = new Scheduler([scans(67), new FakeLane('discover')], DEFAULT_PACE);
    const names: string[] = [];
    for (let n = 0; n < 75; n += 1) {
      const next = await scheduler.next({ ...at(), refillPerMinute: 1_000 });
      if (next.kind !== 'unit') break;
      names.push(next.unit.workClass);
      scheduler.granted(next.turn, costOf(next.unit.workClass === 'scan' ? 5 : 650), 1_000);
      if (next.unit.workClass === 'scan') (next.turn.lane as FakeLane).pending -= 1;
      scheduler.settled(next.turn, 0);
    }
    expect(count(names, 'scan')).toBe(67);
  });

  it('goes on without the others where they have nothing', async () => {
    const names = await turns(schedulerOf(scans(9), new FakeLane('discover', { pending: 0 })), 10);
    expect(count(names, 'books scan')).toBe(9);
  });

  it('waits for its own page in flight: the next one is not known before, and the others go meanwhile', async () => {
    const scan = scans(3);
    const scheduler = schedulerOf(scan, new FakeLane('discover'));
    const first = await scheduler.next(at());
    if (first.kind !== 'unit') throw new Error('expected a page');
    scheduler.granted(first.turn, costOf(5), 5);
    const looks = scan.looks.length;
    for (let n = 0; n < 5; n += 1) {
      const next = await scheduler.next(at());
      expect(named(next)).toBe('books discover');
      if (next.kind === 'unit') scheduler.granted(next.turn, costOf(25), 5);
    }
    expect(scan.looks).toHaveLength(looks);
    scheduler.settled(first.turn, 0);
    expect(named(await scheduler.next(at()))).toBe('books scan');
  });
});

describe('A unit that does not fit', () => {
  async function holding(...lanes: FakeLane[]): Promise<{ scheduler: Scheduler; head: string }> {
    const scheduler = schedulerOf(...lanes);
    const next = unitOf(await scheduler.next(at()));
    scheduler.holdBack({ unit: next.unit, turn: next.turn, untilMs: MINUTE_MS, reason: 'debt' });
    return { scheduler, head: named(next) };
  }

  it('is held: no other class goes before it does, however cheap', async () => {
    const { scheduler } = await holding(new FakeLane('discover'), new FakeLane('refresh'), new FakeLane('seller'));
    expect(await scheduler.next(at(10))).toMatchObject({ kind: 'held', hold: { reason: 'debt' }, wakeMs: MINUTE_MS });
  });

  it('is the first to be tried when its time has come, also where a settlement has put another class ahead', async () => {
    const [discover, refresh] = [new FakeLane('discover'), new FakeLane('refresh')];
    const scheduler = schedulerOf(discover, refresh);
    const first = unitOf(await scheduler.next(at()));
    scheduler.granted(first.turn, costOf(10), 5);
    const second = unitOf(await scheduler.next(at()));
    expect([named(first), named(second)]).toEqual(['books discover', 'books refresh']);
    scheduler.holdBack({ unit: second.unit, turn: second.turn, untilMs: MINUTE_MS, reason: 'debt' });
    scheduler.settled(first.turn, -10);
    expect(named(await scheduler.next(at(10)))).toBe('books refresh');
  });

  it('is tried again at once when an answer has come', async () => {
    const [discover, refresh] = [new FakeLane('discover'), new FakeLane('refresh')];
    const scheduler = schedulerOf(discover, refresh);
    const inFlight = unitOf(await scheduler.next(at()));
    scheduler.granted(inFlight.turn, costOf(10), 5);
    const head = unitOf(await scheduler.next(at()));
    scheduler.holdBack({ unit: head.unit, turn: head.turn, untilMs: MINUTE_MS, reason: 'debt' });
    expect((await scheduler.next(at(10))).kind).toBe('held');
    scheduler.settled(inFlight.turn, 0);
    expect(named(await scheduler.next(at(10)))).toBe(named(head));
  });

  it('is overtaken only by a scan that becomes due meanwhile', async () => {
    const scan = new FakeLane('scan', { pending: 0, notBeforeMs: 20_000 });
    const { scheduler, head } = await holding(new FakeLane('discover'), scan);
    expect(head).toBe('books discover');
    expect(await scheduler.next(at(10))).toMatchObject({ kind: 'held', wakeMs: 20_000 });
    scan.pending = 1;
    expect(named(await scheduler.next(at(20_000)))).toBe('books scan');
  });

  it('is not overtaken by the next page of a pass whose last page went before it', async () => {
    const scan = scans(9);
    const scheduler = schedulerOf(new FakeLane('discover'), scan);
    const page = await scheduler.next(at());
    if (page.kind !== 'unit') throw new Error('expected a page');
    scheduler.granted(page.turn, costOf(5), 5);
    scheduler.settled(page.turn, 0);
    const next = unitOf(await scheduler.next(at()));
    expect(named(next)).toBe('books discover');
    scheduler.holdBack({ unit: next.unit, turn: next.turn, untilMs: MINUTE_MS, reason: 'debt' });
    expect(await scheduler.next(at(10))).toMatchObject({ kind: 'held', wakeMs: MINUTE_MS });
  });
});
