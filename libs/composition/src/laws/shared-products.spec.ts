import { VirtualClock } from '@smart-ingestor/conformance';
import type { KeepaExchange } from '@smart-ingestor/contracts';
import { KeepaSimulator, simulatorExchange } from '@smart-ingestor/keepa-simulator';
import { compose } from '../compose';
import { WitnessedBooks } from '../testing/witnessed-books';

const MINUTE_MS = 60_000;
const KEY = 'virtual-key';
const JOB = { refreshWithin: false } as const;

interface Bought {
  readonly books: WitnessedBooks;
  readonly mostInFlight: number;
  readonly stored: Readonly<Record<string, number>>;
}

/** Two jobs over the same feed, on a plan that has many requests in flight, each of them slow. */
async function twoJobs(): Promise<Bought> {
  const clock = new VirtualClock();
  const books = new WitnessedBooks();
  const simulator = new KeepaSimulator({ clock, refillPerMinute: 1_000, openingBalance: 5_000, latency: { minMs: 2_000, maxMs: 20_000 } });
  const honest = simulatorExchange(simulator, KEY);
  let [inFlight, mostInFlight] = [0, 0];
  const exchange: KeepaExchange = {
    exchange: async (request, signal) => {
      mostInFlight = Math.max(mostInFlight, (inFlight += 1));
      books.asked(`exchange ${request.path}`, [request]);
      const response = await honest.exchange(request, signal);
      books.answered(`exchange ${request.path}`, [request], response);
      inFlight -= 1;
      return response;
    },
  };
  const config = { accounts: { main: { key: KEY } }, store: { use: 'memory' }, jobs: { one: JOB, other: JOB } };
  const app = await compose(config, { clock, exchange });
  await clock.runUntil(app.run({ forMs: 15 * MINUTE_MS }), 60 * MINUTE_MS);
  const statuses = await app.store.jobStatus(clock.nowMs());
  await app.close();
  return { books, mostInFlight, stored: Object.fromEntries(statuses.map(({ jobId, items }) => [jobId, items.stored])) };
}

describe('two jobs that want the same products at the same time', () => {
  let story: Bought;
  beforeAll(async () => {
    story = await twoJobs();
  }, 300_000);

  it('have several requests in flight', () => {
    expect(story.mostInFlight).toBeGreaterThan(3);
  });

  it('buy each version of a product once, at each stage, for both of them', () => {
    const versions = new Map<string, number>();
    for (const { asin } of story.books.delivered.values()) versions.set(asin, (versions.get(asin) ?? 0) + 1);
    const twice = [...story.books.requests].filter(([key, count]) => {
      const [stage, asin] = key.split(' ');
      return (stage === 'peek' || stage === 'commit') && count > versions.get(asin!)!;
    });
    expect(twice).toEqual([]);
  });

  it('both have what came of it', () => {
    expect(story.stored['one']).toBeGreaterThan(100);
    expect(story.stored['other']).toBe(story.stored['one']);
  });
});
