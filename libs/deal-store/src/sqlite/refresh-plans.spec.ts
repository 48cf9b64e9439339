import { dealOf, readingOf, refreshClaimOf, reserveRequestOf, sellerClaimOf } from '@smart-ingestor/conformance';
import { plansOf, slowSteps } from '../testing/plans';
import { temporaryFile } from '../testing/temporary-store';
import type { Database } from './database';
import { jobDeals } from './job-deals';
import { loadSpend } from './ledger-sql';
import { openDatabase } from './open-database';
import { SqliteBooks } from './sqlite-books';
import { preparedDeals, upsertDeals } from './sqlite-deals';
import { SqliteLedger } from './sqlite-ledger';
import { pruneDeals } from './sqlite-prune';
import { applyRefreshed, claimDueDeals, refreshStatusOf } from './sqlite-refresh';
import { reinterpret } from './sqlite-reinterpret';
import { retain } from './sqlite-retention';
import { applySellers, claimDueSellers, findSellers, sellerStatusOf } from './sqlite-sellers';

const NOW = 1_767_225_600_000;
const CUTS = { expireSeenBeforeMs: NOW + 9, deleteExpiredBeforeMs: NOW + 9, limit: 5, nowMs: NOW };

describe('however many deals, sellers and grants are stored', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase(temporaryFile(), 1_000);
    const deals = Array.from({ length: 20 }, (_, n) => dealOf({ asin: `A${n}`, lastSeenMs: NOW + n }));
    await database.write((tx) => upsertDeals(tx, preparedDeals(deals)));
    await database.write((tx) => applySellers(tx, [], [{ domainId: 1, sellerIds: ['A', 'B', 'C'] }], NOW));
    const ledger = new SqliteLedger(() => database);
    await ledger.observe('acc', readingOf());
    await ledger.reserve(reserveRequestOf('a'));
  });
  afterAll(() => database.close());

  it('a claim of deals reads those that it takes, and finds holds that ended in an index of the held ones', async () => {
    const plan = await plansOf(database, (tx) => claimDueDeals(tx, refreshClaimOf({ limit: 3, seenBeforeMs: NOW + 9 })));
    expect(plan.join('\n')).toContain('USING INDEX deal_to_refresh (job_id=? AND domain_id=? AND stale_since_ms<?)');
    expect(plan.join('\n')).toContain('INDEX deal_waiting (job_id=? AND domain_id=?');
    expect(slowSteps(plan)).toEqual([]);
  });

  it('refreshed deals are found by their key', async () => {
    const claimed = await database.write((tx) => claimDueDeals(tx, refreshClaimOf({ limit: 2 })));
    const refreshed = claimed.map((each) => ({ claimed: each, deal: each.deal, answered: true }));
    expect(slowSteps(await plansOf(database, (tx) => applyRefreshed(tx, refreshed, NOW)))).toEqual([]);
  });

  it('the backlog of a job is counted from indexes', async () => {
    const plan = await plansOf(database, (tx) => refreshStatusOf(tx.manager, { jobId: 'books', domainId: 1, seenBeforeMs: NOW, nowMs: NOW }));
    expect(plan.filter((step) => !/COVERING INDEX/.test(step))).toEqual([]);
    const counted = await plansOf(database, (tx) => jobDeals(tx.manager, ['books', 'toys']));
    expect(counted.join('\n')).toContain('USING COVERING INDEX deal_unseen (job_id=?)');
    expect(slowSteps(counted)).toEqual([]);
  });

  it('prune reads the longest unseen deals, and the hidden ones', async () => {
    const plan = await plansOf(database, (tx) => pruneDeals(tx, { jobId: 'books', domainId: 1, ...CUTS }));
    expect(plan.join('\n')).toContain('INDEX deal_unseen (job_id=? AND domain_id=? AND last_seen_ms<?)');
    expect(plan.join('\n')).toContain('USING INDEX deal_expired (job_id=? AND domain_id=? AND expired_ms>? AND expired_ms<?)');
    expect(slowSteps(plan)).toEqual([]);
  });

  it('a claim of sellers reads those that it takes, and a list the most rated', async () => {
    const claim = await plansOf(database, (tx) => claimDueSellers(tx, sellerClaimOf({ limit: 2 })));
    expect(claim.join('\n')).toContain('USING INDEX seller_to_fetch (domain_id=?)');
    expect(slowSteps(claim)).toEqual([]);
    const status = await plansOf(database, (tx) => sellerStatusOf(tx.manager, { domainId: 1, fetchedBeforeMs: NOW, nowMs: NOW }));
    expect(status.filter((step) => !/COVERING INDEX/.test(step))).toEqual([]);
    expect((await plansOf(database, (tx) => findSellers(tx.manager, { limit: 5 }))).join('\n')).toContain('USING INDEX seller_by_ratings');
  });

  it('totals read hours, not grants, except those of one hour', async () => {
    const plan = await plansOf(database, (tx) => {
      const alone = { read: (work: (manager: typeof tx.manager) => unknown) => work(tx.manager) } as unknown as Database;
      return new SqliteBooks(() => alone).totals('acc', NOW + 1);
    });
    expect(plan.join('\n')).toContain('SEARCH hour USING PRIMARY KEY (account_id=? AND hour_ms>?)');
    expect(plan.join('\n')).toContain('SEARCH line USING INDEX token_grant_of_account (account_id=? AND granted_at_ms>? AND granted_at_ms<?)');
  });

  it('foreign spend is told from the account and the few grants whose outcome is unknown', async () => {
    const plan = await plansOf(database, (tx) => loadSpend(tx, 'acc'));
    expect(plan.join('\n')).toContain('USING INDEX token_grant_by_state (account_id=? AND state=?');
    expect(slowSteps(plan)).toEqual([]);
  });

  it('a replay finds the purchases of its request, and retention the oldest of each table', async () => {
    const replay = await plansOf(database, (tx) => reinterpret(tx, 'call', [dealOf({ asin: 'A1' }).product]));
    expect(replay.join('\n')).toContain('USING INDEX purchase_by_call (call_id=?)');
    expect(slowSteps(replay)).toEqual([]);
    const plan = await plansOf(database, (tx) => {
      const alone = { write: (work: (own: typeof tx) => unknown) => work(tx) } as unknown as Database;
      return retain(alone, { itemsFinishedBeforeMs: NOW, purchasesBeforeMs: NOW, ledgerBeforeMs: NOW, rawBeforeMs: NOW, limit: 5 });
    });
    for (const index of ['work_item_finished', 'purchase_by_time', 'token_grant_by_time', 'raw_response_by_time']) {
      expect(plan.join('\n')).toMatch(new RegExp(`USING (COVERING )?INDEX ${index} \\(`));
    }
    expect(slowSteps(plan)).toEqual([]);
  });
});
