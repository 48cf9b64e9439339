import { dealOf } from '@smart-ingestor/conformance';
import type { FeedJob as Job } from '../job';
import { HOUR_MS, NOW_MS, plainJob, UnitRig } from '../testing/unit-rig';
import type { Chore, UnitEvent } from '../units/unit';
import { choresOf } from './chores';

const DAY_MS = 24 * HOUR_MS;

class Household {
  readonly rig: UnitRig;
  readonly chores: Chore[];
  readonly events: UnitEvent[] = [];

  constructor(fields: Partial<Job>) {
    this.rig = new UnitRig({ job: plainJob(fields) });
    this.chores = choresOf(this.rig.parts);
  }

  /** Runs what is due, `sinceProgressMs` after the last unit. */
  async at(nowMs: number, sinceProgressMs: number | null = 0): Promise<void> {
    const progressMs = sinceProgressMs === null ? null : nowMs - sinceProgressMs;
    for (const chore of this.chores) if (chore.dueMs() <= nowMs) this.events.push(...(await chore.run({ nowMs, refillPerMinute: 5, progressMs })));
  }
}

describe('Pruning', () => {
  const prune = { expireAfterMs: 14 * DAY_MS, deleteAfterMs: 30 * DAY_MS };

  it('hides first and deletes later, once an hour, and tells', async () => {
    const house = new Household({ prune });
    await house.at(NOW_MS);
    await house.at(NOW_MS + HOUR_MS - 1);
    expect(house.rig.store.prunes).toMatchObject([
      { jobId: 'books', domainId: 1, expireSeenBeforeMs: NOW_MS - 14 * DAY_MS, deleteExpiredBeforeMs: NOW_MS - 30 * DAY_MS, nowMs: NOW_MS },
    ]);
    expect(house.events).toEqual([{ type: 'deals.pruned', jobId: 'books', expired: 1, deleted: 0 }]);
    await house.at(NOW_MS + HOUR_MS);
    expect(house.rig.store.prunes).toHaveLength(2);
  });

  it('does nothing before a unit of this run has ended, nor while ingestion stands still, and catches up afterwards', async () => {
    const house = new Household({ prune });
    await house.at(NOW_MS, null);
    await house.at(NOW_MS + 20_000, HOUR_MS + 1);
    expect(house.rig.store.prunes).toEqual([]);
    await house.at(NOW_MS + 40_000, HOUR_MS);
    expect(house.rig.store.prunes).toHaveLength(1);
  });

  it('goes on in small chunks while there is more', async () => {
    const house = new Household({ prune });
    house.rig.store.deals.prune = async ({ limit }) => ({ expired: limit, deleted: 0 });
    await house.at(NOW_MS);
    await house.at(NOW_MS + 1_000);
    expect(house.events).toHaveLength(2);
  });

  it('is nothing where the job wants none', async () => {
    const house = new Household({});
    await house.at(NOW_MS);
    expect(house.rig.store.prunes).toEqual([]);
  });
});

describe('Retention', () => {
  it('forgets finished items after 14 days, purchases after 30 and the ledger after 400, hourly', async () => {
    const house = new Household({});
    await house.at(NOW_MS, null);
    await house.at(NOW_MS + 10_000);
    await house.at(NOW_MS + 20_000);
    const nowMs = NOW_MS + 10_000;
    expect(house.rig.store.retentions).toMatchObject([
      { itemsFinishedBeforeMs: nowMs - 14 * DAY_MS, purchasesBeforeMs: nowMs - 30 * DAY_MS, ledgerBeforeMs: nowMs - 400 * DAY_MS, limit: 500 },
    ]);
  });
});

describe('A table that the plan cannot carry', () => {
  const refresh = { withinMs: HOUR_MS };
  const many = (house: Household): void => {
    for (let n = 0; n < 200; n += 1) house.rig.store.knows(dealOf({ asin: `D${n}`, lastSeenMs: NOW_MS }));
  };

  it('is told of with figures, at most once a day', async () => {
    const house = new Household({ refresh });
    many(house);
    for (let hour = 0; hour < 25; hour += 1) await house.at(NOW_MS + hour * HOUR_MS);
    expect(house.events).toMatchObject([
      {
        type: 'refresh.behind',
        jobId: 'books',
        rows: 200,
        cycleMs: 8_000_000,
        statement: expect.stringContaining('these 200 rows refresh every 2h') as string,
      },
      { type: 'refresh.behind' },
    ]);
  });

  it('is no news where the plan carries it', async () => {
    const house = new Household({ refresh: { withinMs: DAY_MS } });
    many(house);
    await house.at(NOW_MS);
    expect(house.events).toEqual([]);
  });
});
