import type { DealStore, TokenLedger } from '@smart-ingestor/contracts';
import { describeArchive } from './deal-store-archive';
import { describeCommits } from './deal-store-commits';
import { describeFeeds } from './deal-store-feeds';
import { describeLanes } from './deal-store-lanes';
import { describeProducts } from './deal-store-products';
import { describePrune } from './deal-store-prune';
import { describeQueries } from './deal-store-queries';
import { describeRefresh } from './deal-store-refresh';
import { describeLeases } from './deal-store-leases';
import { describeRuns } from './deal-store-runs';
import { describeState } from './deal-store-state';
import { describeSellers } from './deal-store-sellers';
import { describeWork } from './deal-store-work';
import type { MakeStore } from './sample-data';

/**
 * What the pipeline relies on, for any provider of `DEAL_STORE`. Call it in a spec: `describeDealStore('mine', () => new MyStore(options))`.
 * Every test gets a store of its own, opens and closes it.
 */
export function describeDealStore(name: string, make: MakeStore): void {
  describe(`${name} as a DealStore`, () => {
    let store: DealStore & TokenLedger;
    beforeEach(async () => {
      store = await make();
      await store.open();
    });
    afterEach(() => store.close());

    describeCommits(() => store);
    describeWork(() => store);
    describeProducts(() => store);
    describeLanes(() => store);
    describeFeeds(() => store);
    describeRuns(() => store);
    describeLeases(() => store);
    describeState(() => store);
    describeQueries(() => store);
    describeRefresh(() => store);
    describePrune(() => store);
    describeSellers(() => store);
    describeArchive(() => store);
  });
}
