import { dealOf, newItemOf, productOf } from '@smart-ingestor/conformance';
import type { KeepaTransport, ProductBatch, ProductSnapshot, StoredRaw } from '@smart-ingestor/contracts';
import type { FeedJob as Job } from './job';
import { replay, type ReplayOutcome } from './replay';
import { NOW_MS, plainJob, UnitRig } from './testing/unit-rig';
import { BuyLane } from './units/buy-lane';

const PEEK = '{"path":"/product","query":{"domain":"1","asin":"A"}}';
const COMMIT = '{"path":"/product","query":{"domain":"1","asin":"A","offers":"20"}}';

interface Answer {
  readonly batch: ProductBatch | null;
  readonly request?: string;
  readonly receivedAtMs?: number;
  readonly callId?: string | null;
}

/** A store with these answers, of which `reads` says what the decoder makes today. */
function archive(answers: readonly Answer[], fields: Partial<Job> = {}) {
  const rig = new UnitRig({ job: plainJob(fields) });
  const stored = answers.map(({ request = PEEK, receivedAtMs = NOW_MS, callId }, n): StoredRaw => {
    const raw = { endpoint: 'product', request, status: 200, body: new Uint8Array([n]) };
    return { callId: callId === undefined ? `call-${n}` : callId, receivedAtMs, raw };
  });
  const written: [string, readonly ProductSnapshot[]][] = [];
  const asked: unknown[] = [];
  Object.assign(rig.store.stateStore, {
    rawResponses: async function* (query: unknown) {
      asked.push(query);
      yield* stored;
    },
    reinterpret: async (callId: string, products: readonly ProductSnapshot[]) => {
      written.push([callId, products]);
      const known = products.filter(({ asin }) => rig.store.deal(asin) !== undefined);
      for (const product of known) rig.store.knows({ ...rig.store.deal(product.asin)!, product });
      return { purchases: products.length, deals: known.length };
    },
  });
  const transport = { interpretProducts: ({ body }: { body: Uint8Array }) => answers[body[0]!]!.batch } as unknown as KeepaTransport;
  const run = (): Promise<ReplayOutcome> => replay({ store: rig.store.asStore, transport, jobs: [rig.job] }, 7, NOW_MS);
  return { rig, run, written, asked };
}

const reads = (...products: ProductSnapshot[]): ProductBatch => ({ products, problems: [] });

describe('A replay', () => {
  it('reads every stored product answer again and writes what it says now, without a request', async () => {
    const { run, written, asked } = archive([{ batch: reads(productOf()) }, { batch: null }, { batch: reads(productOf()), callId: null }]);
    expect(await run()).toMatchObject({ responses: 2, unreadable: 1, products: 2, purchases: 1, deals: 0, rejudged: 0, revived: 0 });
    expect(written.map(([callId]) => callId)).toEqual(['call-0']);
    expect(asked).toEqual([{ endpoint: 'product', sinceMs: 7 }]);
  });

  it('judges the deals that changed, by the filter of their job, and leaves the others alone', async () => {
    const filter: Job['filter'] = {
      ...plainJob().filter,
      judgePeek: (_row, { binding }) => (binding === 'Audio CD' ? { keep: false, reason: 'no-book' } : { keep: true }),
    };
    const { rig, run } = archive([{ batch: reads(productOf({ asin: 'CD', binding: 'Audio CD' }), productOf({ asin: 'BOOK' })) }], { filter });
    for (const asin of ['CD', 'BOOK']) rig.store.knows(dealOf({ asin, jobId: 'books' }));
    expect(await run()).toMatchObject({ deals: 2, rejudged: 1 });
    expect(rig.store.deal('CD')).toMatchObject({ rejectedReason: 'no-book', lastSeenMs: dealOf().lastSeenMs });
    expect(rig.store.commits.flatMap(({ deals }) => deals ?? []).map(({ asin }) => asin)).toEqual(['CD']);
  });
});

describe('An item that died because its answer could not be read', () => {
  const dead = newItemOf({ asin: 'A', lastUpdateMs: NOW_MS - 5, value: 0 });
  const died = { state: 'dead', reason: 'unreadable: no title' } as const;

  it('is back in the queue, and its commit is not bought again', async () => {
    const { rig, run } = archive([
      { batch: reads(productOf({ asin: 'A' })) },
      { batch: reads(productOf({ asin: 'A', title: 'read now' })), request: COMMIT },
    ]);
    rig.store.add([dead], died);
    expect(await run()).toMatchObject({ revived: 1 });
    rig.store.bought.push({ ...dead, stage: 'peek', product: productOf({ asin: 'A' }) });
    const lane = new BuyLane('adhoc', rig.job, rig.parts);
    await rig.load(lane);
    await rig.load(lane);
    expect(rig.requests).toEqual([]);
    expect(rig.store.deal('A')).toMatchObject({ product: { title: 'read now' } });
  });

  it('stays dead where its last answer still cannot be read, where it died of something else, or where the answer is older than it', async () => {
    const problem = { products: [], problems: [{ asin: 'A', message: 'no title' }] };
    const still = archive([{ batch: reads(productOf({ asin: 'A' })) }, { batch: problem, request: COMMIT }]);
    still.rig.store.add([dead], died);
    const other = archive([{ batch: reads(productOf({ asin: 'A' })) }]);
    other.rig.store.add([dead], { state: 'dead', reason: 'TIMED_OUT: no answer' });
    const older = archive([{ batch: reads(productOf({ asin: 'A' })), receivedAtMs: NOW_MS - 6 }]);
    older.rig.store.add([dead], died);
    for (const { run } of [still, other, older]) expect(await run()).toMatchObject({ revived: 0 });
  });
});
