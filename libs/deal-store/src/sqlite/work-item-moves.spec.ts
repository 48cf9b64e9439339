import type { ItemClass, ItemState } from '@smart-ingestor/contracts';
import { newItemOf } from '@smart-ingestor/conformance';
import { isLegalMove, type ItemPlace } from '../rules/item-moves';
import { temporaryFile } from '../testing/temporary-store';
import type { Database, Tx } from './database';
import { openDatabase } from './open-database';

const STATES: readonly ItemState[] = ['queued', 'accepted', 'stored', 'rejected', 'dead', 'superseded'];

/** Everything that a move is judged by. */
function places(fields: {
  readonly reasons: readonly (string | null)[];
  readonly hashes: readonly string[];
  readonly attempts: readonly number[];
}): ItemPlace[] {
  return STATES.flatMap((state) =>
    fields.reasons.flatMap((reason) =>
      fields.hashes.flatMap((filterHash) =>
        fields.attempts.flatMap((attempts) =>
          (['discover', 'adhoc'] as const).map((workClass: ItemClass) => ({ state, reason, filterHash, attempts, workClass })),
        ),
      ),
    ),
  );
}

async function insert(tx: Tx, place: ItemPlace): Promise<void> {
  const { domainId, asin, lastUpdateMs, feed } = newItemOf();
  await tx.query(
    `INSERT INTO work_item (job_id, domain_id, asin, last_update_ms, state, reason, filter_hash, attempts, work_class, fence, held_from_ms, held_until_ms, feed)
      VALUES ('books', ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?)`,
    [domainId, asin, lastUpdateMs, place.state, place.reason, place.filterHash, place.attempts, place.workClass, JSON.stringify(feed)],
  );
}

async function isAllowed(tx: Tx, to: ItemPlace): Promise<boolean> {
  const values = [to.state, to.reason, to.filterHash, to.attempts, to.workClass];
  await tx.query('SAVEPOINT move');
  try {
    await tx.query('UPDATE work_item SET state = ?, reason = ?, filter_hash = ?, attempts = ?, work_class = ?', values);
    return true;
  } catch (error) {
    expect(String(error)).toContain('a move that the rules do not know');
    return false;
  } finally {
    await tx.query('ROLLBACK TO move');
  }
}

describe('the schema', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase(temporaryFile(), 1_000);
  });
  afterAll(() => database.close());

  it('allows raw SQL the moves of the rules and no others', async () => {
    const differ: string[] = [];
    let legal = 0;
    await database.write(async (tx) => {
      for (const from of places({ reasons: [null, 'price', 'dropped'], hashes: ['f1'], attempts: [2] })) {
        await insert(tx, from);
        for (const to of places({ reasons: [null, 'price', 'dropped'], hashes: ['f1', 'f2'], attempts: [0, 1] })) {
          const isLegal = isLegalMove(from, to);
          legal += isLegal ? 1 : 0;
          if ((await isAllowed(tx, to)) !== isLegal) differ.push(`${JSON.stringify(from)} → ${JSON.stringify(to)}`);
        }
        await tx.query('DELETE FROM work_item');
      }
    });
    expect(differ).toEqual([]);
    expect(legal).toBeGreaterThan(500);
  }, 60_000);

  it('counts every item wherever it goes, whoever writes it', async () => {
    const counts = async (): Promise<unknown> =>
      database.read((manager) => manager.query("SELECT state || ' ' || reason AS at, items FROM item_count WHERE items <> 0 ORDER BY 1"));
    const set = (text: string): Promise<unknown> => database.write((tx) => tx.query(`UPDATE work_item SET ${text}`));
    await database.write((tx) => insert(tx, { state: 'queued', reason: null, filterHash: 'f1', attempts: 0, workClass: 'discover' }));
    expect(await counts()).toEqual([{ at: 'queued ', items: 1 }]);
    await set("state = 'queued', reason = 'timeout', attempts = 3");
    expect(await counts()).toEqual([{ at: 'queued ', items: 1 }]);
    await set("state = 'rejected', reason = 'price'");
    expect(await counts()).toEqual([{ at: 'rejected price', items: 1 }]);
    await set("state = 'rejected', reason = NULL, filter_hash = 'f2'");
    expect(await counts()).toEqual([{ at: 'rejected unknown', items: 1 }]);
    await database.write((tx) => tx.query('DELETE FROM work_item'));
    expect(await counts()).toEqual([]);
  });
});
