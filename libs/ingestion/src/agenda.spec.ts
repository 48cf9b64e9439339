import { cursorOf } from '@smart-ingestor/conformance';
import type { DealStore } from '@smart-ingestor/contracts';
import { Agenda, type NextWork } from './agenda';
import type { Job } from './job';
import { itemsOf, jobOf, type Rig, rigOf } from './testing/rig';

const MINUTE_MS = 60_000;

function agendaOf(rig: Rig, once = false): Agenda {
  return new Agenda(rig.parts.jobs, rig.store as unknown as DealStore, 'me', once);
}

function named(next: NextWork): string {
  return next.kind === 'unit' ? `${next.unit.job.id} ${next.unit.workClass}` : next.kind;
}

/** What the agenda names in so many looks at one moment, if nothing that it names is done. */
async function looks(rig: Rig, times: number, agenda = agendaOf(rig)): Promise<string[]> {
  const found: string[] = [];
  for (let n = 0; n < times; n += 1) found.push(named(await agenda.next(5, rig.clock.nowMs())));
  return found;
}

/** A job with a pass that is under way, a queued item and an accepted one. */
function busy(id: string, rig: Rig): void {
  rig.store.cursors.set(id, cursorOf({ jobId: id, passStartedMs: rig.clock.nowMs(), pagesRead: 1 }));
  rig.store.add([{ ...itemsOf(1)[0]!, jobId: id }]);
  rig.store.add([{ ...itemsOf(1, 'B')[0]!, jobId: id }], { state: 'accepted' });
}

function scannedMinutesAgo(rig: Rig, minutes: number, pagesPerPass = 1, job: Job = rig.parts.jobs[0]!): void {
  const passStartedMs = rig.clock.nowMs() - minutes * MINUTE_MS;
  rig.store.cursors.set(job.id, cursorOf({ jobId: job.id, passStartedMs, passCompletedMs: passStartedMs, pagesRead: 0, pagesPerPass }));
}

describe('The agenda', () => {
  it('lets peeks and commits interleave with the pages of a running pass', async () => {
    const rig = rigOf({ jobs: [jobOf({}, 9)] });
    busy('books', rig);
    expect(await looks(rig, 6)).toEqual(['books scan', 'books peek', 'books commit', 'books scan', 'books peek', 'books commit']);
  });

  it('lets several jobs take turns', async () => {
    const rig = rigOf({ jobs: [jobOf({ id: 'books' }, 9), jobOf({ id: 'games' }, 9)] });
    busy('books', rig);
    busy('games', rig);
    const round = ['books scan', 'books peek', 'books commit', 'games scan', 'games peek', 'games commit'];
    expect(await looks(rig, 12)).toEqual([...round, ...round]);
  });

  it('passes over a stage that has nothing to do', async () => {
    const rig = rigOf();
    busy('books', rig);
    scannedMinutesAgo(rig, 0);
    expect(await looks(rig, 4)).toEqual(['books peek', 'books commit', 'books peek', 'books commit']);
  });

  it('tells a unit how many items wait for it', async () => {
    const rig = rigOf();
    scannedMinutesAgo(rig, 0);
    rig.store.add(itemsOf(33));
    expect(await agendaOf(rig).next(5, rig.clock.nowMs())).toMatchObject({ unit: { pending: 33 } });
  });

  it('starts a pass where a feed was never read', async () => {
    expect(await looks(rigOf(), 1)).toEqual(['books scan']);
  });

  it('goes on with an interrupted pass at once, whatever its cadence', async () => {
    const rig = rigOf({ jobs: [jobOf({}, 9)] });
    rig.store.cursors.set('books', cursorOf({ passStartedMs: rig.clock.nowMs() - MINUTE_MS, pagesRead: 4, pagesPerPass: 9 }));
    expect(await looks(rig, 1)).toEqual(['books scan']);
  });
});

describe('Nothing to do', () => {
  it('is idle until the next pass is due', async () => {
    const rig = rigOf();
    scannedMinutesAgo(rig, 3, 9);
    expect(await agendaOf(rig).next(5, rig.clock.nowMs())).toMatchObject({ kind: 'idle', untilMs: rig.clock.nowMs() + 42 * MINUTE_MS });
  });

  it('is idle until the first held item is free, where that is earlier', async () => {
    const rig = rigOf();
    scannedMinutesAgo(rig, 3, 9);
    rig.store.add(itemsOf(1), { heldUntilMs: rig.clock.nowMs() + 7_000 });
    rig.store.add(itemsOf(1, 'B'), { heldUntilMs: rig.clock.nowMs() + 9_000 });
    expect(await agendaOf(rig).next(5, rig.clock.nowMs())).toMatchObject({ kind: 'idle', untilMs: rig.clock.nowMs() + 7_000 });
  });

  it('is idle until the earliest of several jobs is due', async () => {
    const rig = rigOf({ jobs: [jobOf({ id: 'books' }), jobOf({ id: 'games' })] });
    scannedMinutesAgo(rig, 3, 9, rig.parts.jobs[0]);
    scannedMinutesAgo(rig, 40, 9, rig.parts.jobs[1]);
    expect(await agendaOf(rig).next(5, rig.clock.nowMs())).toMatchObject({ kind: 'idle', untilMs: rig.clock.nowMs() + 5 * MINUTE_MS });
  });

  it('ends sooner on a faster plan', async () => {
    const rig = rigOf();
    scannedMinutesAgo(rig, 23, 9);
    expect(named(await agendaOf(rig).next(10, rig.clock.nowMs()))).toBe('books scan');
    expect(named(await agendaOf(rig).next(5, rig.clock.nowMs()))).toBe('idle');
  });
});

describe('Once', () => {
  it('is one pass, even where another one was complete a moment ago', async () => {
    const rig = rigOf();
    scannedMinutesAgo(rig, 0);
    const agenda = agendaOf(rig, true);
    expect(await looks(rig, 1, agenda)).toEqual(['books scan']);
    rig.store.cursors.set('books', cursorOf({ pagesRead: 0, passCompletedMs: rig.clock.nowMs() + 1 }));
    expect(await looks(rig, 2, agenda)).toEqual(['done', 'done']);
  });

  it('is done only when its items are: open ones are worked on, held ones waited for', async () => {
    const rig = rigOf();
    const agenda = agendaOf(rig, true);
    await looks(rig, 1, agenda);
    rig.store.cursors.set('books', cursorOf({ pagesRead: 0, passCompletedMs: rig.clock.nowMs() }));
    rig.store.add(itemsOf(1));
    expect(await looks(rig, 1, agenda)).toEqual(['books peek']);
    rig.store.rows[0]!.heldUntilMs = rig.clock.nowMs() + 500;
    expect(await agenda.next(5, rig.clock.nowMs())).toMatchObject({ kind: 'idle', untilMs: rig.clock.nowMs() + 500 });
    rig.store.rows[0]!.state = 'stored';
    expect(await looks(rig, 1, agenda)).toEqual(['done']);
  });

  it('waits for the slower of two jobs', async () => {
    const rig = rigOf({ jobs: [jobOf({ id: 'books' }), jobOf({ id: 'games' })] });
    const agenda = agendaOf(rig, true);
    await looks(rig, 2, agenda);
    rig.store.cursors.set('books', cursorOf({ pagesRead: 0, passCompletedMs: rig.clock.nowMs() }));
    expect(await looks(rig, 2, agenda)).toEqual(['games scan', 'games scan']);
  });
});
