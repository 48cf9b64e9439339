import { VirtualClock } from '@smart-ingestor/conformance';
import { type Deal, LEASE_MS, LONGEST_PROCESSING_MS } from '@smart-ingestor/contracts';
import type { RunBounds } from '@smart-ingestor/ingestion';
import { KeepaSimulator, simulatorExchange } from '@smart-ingestor/keepa-simulator';
import { compose } from '../compose';
import type { Composition } from '../composition';
import type { SmartIngestorConfig } from '../config/config-schema';
import { type Death, MortalProcess, type StoreAndLedger } from './mortal-process';
import { WitnessedBooks } from './witnessed-books';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const JOB = 'books';
const KEY = 'virtual-key';
/** 2026-01-01T00:00Z. */
const START_MS = 1_767_225_600_000;
/** A feed of a few rows. */
const MARKET = { refillPerMinute: 20, openingBalance: 800, catalogueSize: 30, seed: 3 };
const FLOOR = -180;
const EVERYTHING = { use: 'deal-rules', options: { dropPercent: null, salesRank: null, salesRankDrops90: null, marginMinor: null } };
/** Long enough for a page of the pass, one of the head (after five minutes), and everything that they bring. */
const MORTAL_RUN: RunBounds = { forMs: 6 * MINUTE_MS };
/** Long enough for leases to end, and for a request whose answer nobody saw to be charged. */
const NEXT_RUN: RunBounds = { forMs: 4 * MINUTE_MS };

const CONFIG: SmartIngestorConfig = {
  // A feed of one page needs no head of its own, unless passes are rare.
  accounts: { main: { key: KEY, pace: { scanShare: 0.01, headShare: 0.9 } } },
  jobs: { [JOB]: { filter: EVERYTHING, refreshWithin: '1h', sellers: { within: '30d' } } },
  store: { use: 'mortal' },
};

/** What comes after the death of the first process: the next one; or that and, when it has done everything, the first one again, which was only stopped. */
export type Afterwards = 'the next at once' | 'the next after its leases' | 'the next, and it wakes';

export interface Told {
  /** What the first process asked of the world, until its death where it died. */
  readonly calls: readonly string[];
  readonly violations: readonly string[];
}

/** One account, one store, and the processes that work with them, on the whole production path. */
export class KilledStory {
  private readonly clock = new VirtualClock(START_MS);
  private readonly simulator = new KeepaSimulator({ clock: this.clock, ...MARKET });
  private readonly books = new WitnessedBooks();

  /** `opened`: a connection to one and the same store. */
  constructor(private readonly opened: () => StoreAndLedger) {}

  /** A process that dies where it is told to, and another that goes on; then the laws. `old`: what is stored already. */
  async tell(old: readonly Deal[], death: Death | null, afterwards: Afterwards): Promise<Told> {
    const store = this.opened();
    await this.clock.hold(store.open());
    await this.clock.hold(store.commit({ deals: old, nowMs: START_MS }));
    const mortal = new MortalProcess(death, this.books);
    const run = this.composed(mortal, store).then((app) => app.run(MORTAL_RUN));
    await this.clock.runUntil(Promise.race([run, mortal.died]), HOUR_MS);
    const calls = [...mortal.calls];
    const lost = { keys: this.books.inFlight(), grants: this.books.unsettled.size };
    const passed = await this.clock.hold(this.passedRows(store));
    if (afterwards !== 'the next, and it wakes') await this.clock.hold(store.close());
    if (afterwards !== 'the next at once') await this.clock.runUntil(this.clock.sleep(LEASE_MS + LONGEST_PROCESSING_MS), HOUR_MS);

    const next = this.opened();
    const app = await this.composed(new MortalProcess(null, this.books), next);
    await this.clock.runUntil(app.run(NEXT_RUN), HOUR_MS);
    await this.clock.runUntil(app.run({ once: true }), HOUR_MS);
    const violations = await this.violations(app, lost);
    if (afterwards === 'the next, and it wakes') {
      const before = new Map(this.books.requests);
      mortal.wake();
      await this.clock.runUntil(run, HOUR_MS);
      // It may have stood between its reservation and its request, which then leaves late.
      for (const [key, count] of this.books.requests) if (count === (before.get(key) ?? 0) + 1) lost.keys.add(key);
      violations.push(...(await this.violations(app, lost)).map((violation) => `awake: ${violation}`));
    }
    await app.close();
    await this.clock.hold(next.close());
    return { calls, violations: [...passed, ...violations] };
  }

  private composed(process: MortalProcess, store: StoreAndLedger): Promise<Composition> {
    return compose(CONFIG, {
      clock: process.clock(this.clock),
      exchange: process.exchange(simulatorExchange(this.simulator, KEY)),
      plugins: [process.store(store, this.clock)],
    });
  }

  private async violations(app: Composition, lost: Lost): Promise<string[]> {
    return [...(await this.lossesAndRebuys(app, lost)), ...(await this.wrongBooks(app, lost))];
  }

  /** I4, at the very moment of death: later passes would show the rows anew. */
  private async passedRows(store: StoreAndLedger): Promise<string[]> {
    const [job] = await store.jobStatus(this.clock.nowMs());
    if ((job?.cursor?.passCompletedMs ?? null) === null) return [];
    const asins = this.books.firstPage ?? [];
    const known = await store.work.newest(JOB, 1, asins);
    return asins.filter((asin) => !known.has(asin)).map((asin) => `I4: the cursor has passed ${asin}, which is in no state`);
  }

  /** I4 and I5. */
  private async lossesAndRebuys({ store }: Composition, lost: Lost): Promise<string[]> {
    const broken: string[] = [];
    const delivered = [...this.books.delivered.values()];
    const newest = await store.work.newest(JOB, 1, [...new Set(delivered.map(({ asin }) => asin))]);
    for (const { asin, lastUpdateMs } of delivered)
      if ((newest.get(asin) ?? 0) < lastUpdateMs) broken.push(`I4: ${asin} was delivered and is in no state`);
    const [job] = await store.jobStatus(this.clock.nowMs());
    const { queued, accepted, ...ended } = job!.items;
    if (queued + accepted > 0) broken.push(`I4: ${queued} queued and ${accepted} accepted items are left`);
    const states = Object.values(ended).reduce((sum, count) => sum + count, 0);
    // A page that nobody saw may be shown anew with a later lastUpdate of a row.
    if (states > delivered.length) broken.push(`I4: ${delivered.length} rows were delivered, and they are in ${states} states`);
    for (const [key, count] of this.books.requests)
      if (count > (lost.grants > 0 && lost.keys.has(key) ? 2 : 1)) broken.push(`I5: ${key} was asked for ${count} times`);
    return broken;
  }

  /** I1, I8 and I10. */
  private async wrongBooks({ account, store, ledger }: Composition, lost: Lost): Promise<string[]> {
    const broken: string[] = [];
    const { balance, refillPerMinute, minBalance, rejected429, tokensCharged } = this.simulator.state();
    if ((minBalance ?? 0) < FLOOR || rejected429 > 0) broken.push(`I1: the lowest balance was ${minBalance}, ${rejected429} requests were refused`);
    const { openGrants, forfeitedGrants, consumedTokens } = await store.books.totals(account.id);
    if (openGrants + forfeitedGrants > lost.grants)
      broken.push(`I8: ${openGrants} grants are open and ${forfeitedGrants} forfeited, ${lost.grants} were in flight`);
    if (tokensCharged < consumedTokens || (lost.grants === 0 && tokensCharged > consumedTokens))
      broken.push(`I8: ${tokensCharged} tokens were charged and ${consumedTokens} are in the books`);
    const bucket = await ledger.state(account.id, this.clock.nowMs());
    if (bucket?.reservedWorstTokens !== 0) broken.push(`I8: ${bucket?.reservedWorstTokens} tokens are reserved, and nothing is in flight`);
    else if (Math.abs(bucket.balanceTokens - balance) > refillPerMinute)
      broken.push(`I8: the balance is ${balance}, the ledger says ${bucket.balanceTokens}`);
    const runs = await store.runs.list();
    if (runs.length > 1) broken.push(`I10: ${runs.length} runs are in the list, and one process was killed`);
    return broken;
  }
}

/** What was in flight when the first process died. */
interface Lost {
  readonly keys: Set<string>;
  readonly grants: number;
}

/** Two deals that the feed does not show, bought three hours before: they are due for a refresh. */
export async function oldDeals(store: StoreAndLedger): Promise<readonly Deal[]> {
  const clock = new VirtualClock(START_MS - 3 * HOUR_MS);
  const exchange = simulatorExchange(new KeepaSimulator({ clock, ...MARKET }), KEY);
  const { body } = await clock.runUntil(exchange.exchange({ path: '/query', query: { domain: '1', selection: '{"productType":0}' } }), HOUR_MS);
  const { asinList } = JSON.parse(Buffer.from(body).toString('utf8')) as { asinList: string[] };
  const list = { use: 'asin-list', options: { asins: asinList.slice(-2) } };
  const process = new MortalProcess(null, new WitnessedBooks());
  const app = await compose(
    { ...CONFIG, jobs: { [JOB]: { source: list, filter: EVERYTHING } } },
    { clock, exchange, plugins: [process.store(store, clock)] },
  );
  await clock.runUntil(app.run({ once: true }), HOUR_MS);
  await app.close();
  return store.deals.byAsin(1, asinList);
}
