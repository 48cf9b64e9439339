import { claimOf, dealOf, newItemOf } from '@smart-ingestor/conformance';
import type { DealSortKey } from '@smart-ingestor/contracts';
import type { DataSource } from 'typeorm';
import { plansOf, slowSteps } from '../testing/plans';
import { temporaryFile } from '../testing/temporary-store';
import { claimItems, queueSummary } from './claim-items';
import type { Database } from './database';
import { renewLeases } from './leases';
import { loadAccount } from './ledger-sql';
import { openDatabase } from './open-database';
import { listDead } from './sqlite-dead-items';
import { findDeals } from './sqlite-deals';
import { applyItems, newestVersions } from './sqlite-items';
import { pruneRaw } from './sqlite-raw';
import { jobStatus } from './sqlite-status';

const NOW = 1_767_225_600_000;

describe('however much is stored', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase(temporaryFile(), 1_000);
    await database.write((tx) =>
      applyItems(
        tx,
        [],
        Array.from({ length: 20 }, (_, n) => newItemOf({ asin: `A${n}` })),
        { nowMs: NOW },
      ),
    );
  });
  afterAll(() => database.close());

  it('a claim reads the items that it takes', async () => {
    const plan = await plansOf(database, (tx) => claimItems(tx, claimOf({ limit: 5 })));
    expect(plan.join('\n')).toContain('USING INDEX work_item_to_claim (job_id=? AND work_class=? AND state=?)');
    expect(plan.join('\n')).toContain('SEARCH other USING INDEX work_item_held_asin (asin=?)');
    expect(slowSteps(plan)).toEqual([]);
  });

  it('the queue is counted from an index of the open items', async () => {
    const plan = await plansOf(database, (tx) => queueSummary(tx.manager, 'books', 'discover', NOW));
    expect(plan.join('\n')).toContain('USING COVERING INDEX work_item_waiting (job_id=? AND work_class=? AND held_until_ms>?)');
    expect(slowSteps(plan)).toEqual([]);
  });

  it('the dead, the status and an export are read from the ends of indexes or in the order of rows', async () => {
    expect(slowSteps(await plansOf(database, (tx) => listDead(tx.manager, { limit: 5 })))).toEqual([]);
    expect(slowSteps(await plansOf(database, (tx) => listDead(tx.manager, { limit: 5, jobId: 'books' })))).toEqual([]);
    const status = await plansOf(database, (tx) => jobStatus(tx.manager, NOW));
    expect(status.join('\n')).toContain('USING INDEX work_item_oldest (job_id=?)');
    expect(status.join('\n')).toContain('USING COVERING INDEX work_item_finished (finished_ms>?)');
    expect(status.filter((step) => /SCAN (item|deal)/.test(step))).toEqual([]);
  });

  it('a heartbeat reads what its owner holds', async () => {
    const plan = await plansOf(database, (tx) => renewLeases(tx, 'me', NOW, NOW));
    expect(plan.join('\n')).toContain('SEARCH work_item USING INDEX work_item_held_by (held_by=?)');
    expect(plan.filter((step) => /SCAN (?!feed_lease)/.test(step))).toEqual([]);
  });

  it('a page of new items reads their own ASINs: newer versions by key, older ones only where they are open', async () => {
    const plan = await plansOf(database, (tx) =>
      applyItems(tx, [], [newItemOf({ asin: 'A1', lastUpdateMs: NOW }), newItemOf({ asin: 'B' })], { nowMs: NOW }),
    );
    expect(plan.join('\n')).toContain('USING INDEX work_item_key (job_id=? AND domain_id=? AND asin=? AND last_update_ms>?)');
    expect(plan.join('\n')).toContain('USING INDEX work_item_open (asin=?)');
    expect(slowSteps(plan)).toEqual([]);
  });

  it('the newest versions of some ASINs come from the key alone', async () => {
    const plan = await plansOf(database, (tx) => newestVersions(tx.manager, 'books', 1, ['A1', 'A2']));
    expect(plan.join('\n')).toContain('USING COVERING INDEX work_item_key (job_id=? AND domain_id=? AND asin=?)');
    expect(slowSteps(plan)).toEqual([]);
  });

  it('a reservation reads the grants whose outcome is open, not the settled ones', async () => {
    const plan = await plansOf(database, (tx) => loadAccount(tx, 'acc', 'call'));
    expect(plan.join('\n')).toContain('USING INDEX token_grant_by_state (account_id=? AND state=?)');
    expect(slowSteps(plan)).toEqual([]);
  });

  it('pruning reads the oldest responses', async () => {
    expect(slowSteps(await plansOf(database, (tx) => pruneRaw(tx, NOW, 10)))).toEqual([]);
  });

  it.each<DealSortKey>(['updated', 'price', 'avg90', 'drop', 'rank', 'rank-drops', 'offers', 'margin'])(
    'the first deals by %s come from an index',
    async (sort) => {
      for (const descending of [true, false]) {
        const plan = await plansOf(database, (tx) => findDeals(tx.manager, { sort, descending, limit: 20 }));
        expect(plan.join('\n')).toContain('USING INDEX deal_by_');
        expect(slowSteps(plan)).toEqual([]);
      }
    },
  );

  it('a plan that does read everything is noticed', async () => {
    const plan = await plansOf(database, (tx) => findDeals(tx.manager, { sort: 'title', descending: false, limit: 20, asin: dealOf().asin }));
    expect(slowSteps(plan)).not.toEqual([]);
  });
});

it('TypeORM would have made a second transaction inside ours, had anything used save', async () => {
  const database = await openDatabase(temporaryFile(), 1_000);
  const saving = database.write(async (tx) => {
    const source: DataSource = tx.connection;
    await tx.manager.save(source.getMetadata('WorkItemEntity').target, newItemOf());
  });
  await expect(saving).rejects.toThrow(/cannot start a transaction within a transaction/);
  await database.close();
});
