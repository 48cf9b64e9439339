import { type DealStore, type StoreCommit, StoreUnavailableError } from '@smart-ingestor/contracts';
import { NO_LAB_FAULTS } from '../account/lab-faults';
import { lawViolationsUnderFaults } from '../laws/laws';
import { runScene } from '../run/lab-run';
import { LAB_JOB } from '../run/production';
import type { Scene } from '../run/scene';

const ROWS = 200;

/** A feed that stands still, so that every delivered row can be asked after. */
const SCENE: Scene = {
  ...{ refillPerMinute: 30, openingTokens: 100, tokenFlowReduction: 0, prices: 'C6', seed: 1, hours: 6 },
  feed: { rows: ROWS, updatesPerHour: 0, newDealShare: 0 },
  ...{ storedDeals: 0, refresh: null, sellers: null, saturated: false },
  faults: NO_LAB_FAULTS,
};

/** Every n-th commit that carries a settlement fails, as a full disk does: nothing of it is written, and the run ends. */
function failingCommits(every: number) {
  let commits = 0;
  const breakStore = (store: DealStore): void => {
    const commit = store.commit.bind(store);
    store.commit = async (of: StoreCommit) => {
      if (of.settlement !== undefined && (commits += 1) % every === 0) throw new StoreUnavailableError('The disk is full.');
      return commit(of);
    };
  };
  return { breakStore };
}

describe('A run that ends in the middle of a unit, and the next one', () => {
  it.each([2, 3, 5, 7])('loses no item that a complete pass delivered, where every n-th answer is not stored (n = %d)', async (every) => {
    const uncovered: string[] = [];
    const check = async (store: DealStore, nowMs: number): Promise<void> => {
      const [job] = (await store.jobStatus(nowMs)).filter(({ jobId }) => jobId === LAB_JOB);
      const known = Object.values(job?.items ?? {}).reduce((sum, count) => sum + count, 0);
      if ((job?.cursor?.coveredToMs ?? null) !== null && known < ROWS) uncovered.push(`${known} of ${ROWS} rows are known`);
    };
    const { books, crashes } = await runScene(SCENE, [], { ...failingCommits(every), afterCrash: check });
    expect(crashes).toBeGreaterThan(0);
    expect(uncovered).toEqual([]);
    // An answer that was not stored was paid for, and may be bought again: once for each crash.
    const rebought = books.purchases.reduce((sum, { bought, versions }) => sum + Math.max(0, bought - versions), 0);
    expect(rebought).toBeLessThanOrEqual(crashes * 50);
    expect(lawViolationsUnderFaults({ ...books, purchases: [] })).toEqual([]);
  });
});
