import fc from 'fast-check';
import { MemoryDealStore } from './memory/memory-deal-store';
import { dealSteps, seenOf } from './testing/deal-steps';
import { sqliteStore } from './testing/temporary-store';

it('Both stores tell the same after anything that can happen to deals, sellers and the ledger', async () => {
  await fc.assert(
    fc.asyncProperty(dealSteps, async (steps) => {
      const [sqlite, memory] = [sqliteStore(), new MemoryDealStore()];
      await sqlite.open();
      const told = await seenOf(sqlite, steps);
      await sqlite.close();
      expect(await seenOf(memory, steps)).toEqual(told);
    }),
    { numRuns: 12 },
  );
}, 60_000);
