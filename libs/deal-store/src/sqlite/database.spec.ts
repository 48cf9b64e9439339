import { newItemOf } from '@smart-ingestor/conformance';
import { temporaryFile } from '../testing/temporary-store';
import { queueSummary } from './claim-items';
import type { Database } from './database';
import { openDatabase } from './open-database';
import { applyItems } from './sqlite-items';

const NOW = 1_767_225_600_000;

describe('a database', () => {
  let database: Database;
  beforeEach(async () => {
    database = await openDatabase(temporaryFile(), 1_000);
  });
  afterEach(() => database.close());

  const queued = async (): Promise<number> => (await database.read((manager) => queueSummary(manager, 'books', 'discover', NOW))).queued;

  it('shows nothing of a transaction before it is committed', async () => {
    const seenWithin = await database.write(async (tx) => {
      await applyItems(tx, [], [newItemOf()], { nowMs: NOW });
      return queued();
    });
    expect([seenWithin, await queued()]).toEqual([0, 1]);
  });

  it('makes one transaction after another, and a failing one leaves nothing behind', async () => {
    const steps: string[] = [];
    const write = (name: string, fails = false): Promise<void> =>
      database.write(async (tx) => {
        steps.push(`${name} begins`);
        await applyItems(tx, [], [newItemOf({ asin: name })], { nowMs: NOW });
        steps.push(`${name} ends`);
        if (fails) throw new Error(name);
      });
    const outcomes = await Promise.allSettled([write('a'), write('b', true), write('c')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(await queued()).toBe(2);
  });

  it('cannot be written through its reading connection', async () => {
    await expect(database.read((manager) => manager.query('DELETE FROM work_item'))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });
});
