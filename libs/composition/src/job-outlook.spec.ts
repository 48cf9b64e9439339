import { cursorOf, dealOf, feedMoveOf, floorPolicy, readingOf, reserveRequestOf } from '@smart-ingestor/conformance';
import { DEFAULT_PACE, type Job } from '@smart-ingestor/ingestion';
import { type JobOutlook, jobOutlook } from './job-outlook';
import { openStore, type StoreAccess } from './open-store';

const NOW = Date.UTC(2026, 0, 2);
const HOUR_MS = 3_600_000;
const JOB = { id: 'books', source: { feedHash: 'h1', domainId: 1 }, refresh: { withinMs: 72 * HOUR_MS }, sellers: null } as Job;

describe('the outlook of a job', () => {
  let access: StoreAccess;
  beforeEach(async () => {
    access = await openStore({ store: { use: 'memory' } }, { env: {} });
    const deals = Array.from({ length: 100 }, (_, index) =>
      dealOf({ asin: `B${String(index).padStart(9, '0')}`, lastSeenMs: NOW - (index < 40 ? 80 : 1) * HOUR_MS }),
    );
    await access.store.commit({ deals, nowMs: NOW });
  });
  afterEach(() => access.close());

  async function outlook(job: Job, refillPerMinute: number | null, jobs: readonly Job[] = [job]): Promise<JobOutlook> {
    const [status = { cursor: null, head: null }] = await access.store.jobStatus(NOW);
    return jobOutlook(access.store, job, status, { pace: DEFAULT_PACE, jobs, refillPerMinute }, NOW);
  }

  it('without a plan and without a pass says only what is counted', async () => {
    expect(await outlook(JOB, null)).toMatchObject({
      ...{ headAgeMs: null, cadence: null, sellers: null },
      refresh: { rows: 100, dueRows: 40, withinMs: 72 * HOUR_MS, isBehind: false, statement: null },
    });
  });

  it('explains the cadence of the feed, and how old the head is', async () => {
    const { store } = access;
    const cursor = cursorOf({ passStartedMs: NOW - HOUR_MS, coveredToMs: NOW - HOUR_MS, passCompletedMs: NOW, pagesRead: 0, pagesPerPass: 9 });
    await store.commit({ feed: await feedMoveOf(store, cursor, NOW), nowMs: NOW });
    expect(await outlook(JOB, 5)).toMatchObject({
      headAgeMs: HOUR_MS,
      cadence: expect.stringMatching(/9 pages costs 45 tokens; at 5\/min.*every 45 min/) as string,
    });
    const three = ['a', 'b'].map((id) => ({ ...JOB, id }));
    expect((await outlook(JOB, 5, [JOB, ...three])).cadence).toMatch(/scan share of 0\.067 one starts every 135 min/);
  });

  it('states what the plan sustains, from the price list until the ledger knows what a row costs', async () => {
    const pricey = { ...JOB, refresh: { withinMs: HOUR_MS, offers: 20 } };
    expect((await outlook(JOB, 5)).refresh).toMatchObject({ isBehind: false, statement: expect.stringContaining('at 1 token a row') as string });
    expect((await outlook(JOB, 5, [JOB, JOB])).refresh!.statement).toContain('a refresh share of 0.15');
    expect((await outlook(pricey, 5)).refresh).toMatchObject({
      isBehind: true,
      statement: expect.stringMatching(/at 6\.5 tokens a row .* these 100 rows refresh every \d+h/) as string,
    });
    const purpose = { workClass: 'refresh', stage: 'refresh', endpoint: 'product', shape: 'product:offers=20', jobId: 'books', items: 5 } as const;
    await access.ledger.observe('acc', readingOf({ serverEndMs: NOW }));
    await access.ledger.reserve(reserveRequestOf('r', { purpose, policy: floorPolicy(-1_000), nowMs: NOW }));
    await access.ledger.settle('r', readingOf({ serverEndMs: NOW + 1, tokensLeft: 160, tokensConsumed: 37 }));
    expect((await outlook(pricey, 5)).refresh!.statement).toContain('at 7.4 tokens a row');
  });

  it('counts sellers where they are looked up, and no refresh where there is none', async () => {
    await access.store.commit({ sellersSeen: [{ domainId: 1, sellerIds: ['A1', 'A2'] }], nowMs: NOW });
    expect(await outlook({ ...JOB, refresh: null, sellers: { withinMs: HOUR_MS } }, 5)).toMatchObject({
      refresh: null,
      sellers: { sellers: 2, due: 2 },
    });
  });
});
