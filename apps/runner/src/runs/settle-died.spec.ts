import { hostname } from 'node:os';
import { openStore } from '@smart-ingestor/composition';
import { claimOf, newItemOf, SUITE_NOW_MS } from '@smart-ingestor/conformance';
import type { DealStore, RunRecord } from '@smart-ingestor/contracts';
import { settleDied } from './settle-died';

const NOW = SUITE_NOW_MS;
/** Linux gives out no process number that high. */
const GONE = 2 ** 30;

/** A run that holds one item of its own name. */
async function holding(store: DealStore, owner: string, { host, pid }: Pick<RunRecord, 'host' | 'pid'>): Promise<void> {
  await store.runs.begin({ owner, accountId: 'abc', host, pid, startedMs: NOW, jobs: [owner] });
  await store.commit({ newItems: [newItemOf({ jobId: owner, asin: owner })], nowMs: NOW });
  await store.work.claim(claimOf({ jobId: owner, owner }));
}

describe('A run that goes on after others', () => {
  it('takes at once what the dead of this machine held, and leaves to the living and to other machines what is theirs', async () => {
    const { store, close } = await openStore({ store: { use: 'memory' } });
    const owners = {
      killed: [hostname(), GONE],
      namesake: [hostname(), process.pid],
      living: [hostname(), process.ppid],
      elsewhere: ['attic', GONE],
    } as const;
    for (const [owner, [host, pid]] of Object.entries(owners)) await holding(store, owner, { host, pid });
    let told = '';
    await settleDied(store, NOW + 1, { write: (text) => (told += text) });
    const free: string[] = [];
    for (const jobId of Object.keys(owners))
      if ((await store.work.claim(claimOf({ jobId, owner: 'next', nowMs: NOW + 1 }))).length > 0) free.push(jobId);
    expect(free).toEqual(['killed', 'namesake']);
    expect((await store.runs.list()).map(({ owner }) => owner).sort()).toEqual(['elsewhere', 'living']);
    expect(told.match(/ died: /g)).toHaveLength(2);
    await close();
  });
});
