import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '@smart-ingestor/conformance';
import { KeepaSimulator, simulatorExchange } from '@smart-ingestor/keepa-simulator';
import { main } from './main';
import { NotifyOnDeal } from './notify';

const AT = { atMs: 0, accountId: 'a', jobId: 'books', domainId: 3 };

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'smart-ingestor-example-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('a notification on a deal', () => {
  it('goes out once for every deal that the run stored', async () => {
    const clock = new VirtualClock();
    const simulator = new KeepaSimulator({ clock, refillPerMinute: 60, catalogueSize: 2_000 });
    const sent: string[] = [];
    const send = async (text: string): Promise<void> => void sent.push(text);
    const env = { KEEPA_API_KEY: 'any', SMART_INGESTOR_DB: join(folder, 'deals.db') };
    const summary = await clock.runUntil(main({ clock, env, exchange: simulatorExchange(simulator, 'any') }, send), 24 * 3_600_000);
    expect(sent).toHaveLength(summary.dealsNew);
    expect(new Set(sent).size).toBe(sent.length);
  });

  it('keeps their order, and one that fails is reported and does not stop the others', async () => {
    const sent: string[] = [];
    const failed: string[] = [];
    const notify = new NotifyOnDeal(
      async (text) => (text.startsWith('bad') ? Promise.reject(new Error('no')) : void sent.push(text)),
      (text) => void failed.push(text),
    );
    for (const title of ['first', 'bad', 'last']) notify.on({ ...AT, type: 'deal.stored', asin: 'B000000001', title });
    await notify.flushed();
    expect(sent.map((text) => text.split(' ')[0])).toEqual(['first', 'last']);
    expect(failed).toEqual(['bad https://www.amazon.de/dp/B000000001']);
  });
});
