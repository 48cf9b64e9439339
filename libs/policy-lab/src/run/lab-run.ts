import { type DealStore, type RunSummary, StoreUnavailableError, TICK_MS, type TokenLedger } from '@smart-ingestor/contracts';
import { MemoryDealStore } from '@smart-ingestor/deal-store';
import { DEFAULT_PACE, Ingestion, type IngestionParts } from '@smart-ingestor/ingestion';
import { SeededRandom } from '@smart-ingestor/keepa-simulator';
import { LearnedCostModel } from '@smart-ingestor/keepa-transport';
import type { Books } from '../account/books';
import { LabAccount } from '../account/lab-account';
import { meanOffersTokens } from '../account/lab-prices';
import { LabTransport } from '../account/lab-transport';
import { Purchases } from '../account/purchases';
import { RecordedPurposes } from '../account/recorded-purposes';
import { LabClock } from '../clock/lab-clock';
import { Feeder, nameSellers, storeOldDeals } from '../feed/feeder';
import { LabFeed } from '../feed/lab-feed';
import { LAB_FILTER_HASH, LAB_JOB, labJob, productionTiers } from './production';
import { PASS_SHARE, type Scene } from './scene';
import { Witness } from './witness';

const HOUR_MS = 3_600_000;
const ACCOUNT = 'lab-account';
/** One ASIN with offers and rating. */
const SMALLEST_UNIT_TOKENS = 13;

/** What a run leaves behind. */
export interface LabRun {
  readonly books: Books;
  readonly summary: RunSummary;
  readonly witness: Witness;
  readonly store: DealStore;
  readonly serverNowMs: number;
  readonly crashes: number;
}

/** A store that fails now and then; a run that ends so is started again a little later, on the same store. */
export interface Crashes {
  readonly breakStore: (store: DealStore) => void;
  readonly afterCrash: (store: DealStore, nowMs: number) => Promise<void>;
}

/** As long as it takes to notice and start again. */
const RESTART_MS = 10_000;

/** May look into a run while it goes on. */
export type Observer = (world: World) => Promise<void>;

export interface World {
  readonly clock: LabClock;
  readonly account: LabAccount;
  readonly store: DealStore & TokenLedger;
  readonly witness: Witness;
  /** Aborts when the run has ended. */
  readonly signal: AbortSignal;
}

/** The production loop, gate, scheduler, units, policies, cost model, memory store and ledger against the simulator's account, in virtual time. The same scene is the same run. */
export async function runScene(scene: Scene, observers: readonly Observer[] = [], crashes?: Crashes): Promise<LabRun> {
  const clock = new LabClock();
  const startMs = clock.nowMs();
  const { faults, seed, prices } = scene;
  const account = new LabAccount({ startMs, ...scene });
  const purposes = new RecordedPurposes();
  const purchases = new Purchases();
  const store = purposes.watch(new MemoryDealStore());
  const feed = new LabFeed({ ...scene.feed, startMs }, new SeededRandom(seed + 1));
  const transport = new LabTransport({ clock, account, purposes, purchases, feed, prices, faults });
  const witness = new Witness(clock, account, faults.serverClockSkewMs);
  const feeder = feederOf(scene, store, clock);
  const ended = new AbortController();
  const jitter = new SeededRandom(seed + 2);
  let calls = 0;
  const parts: IngestionParts = {
    ...{ accountId: ACCOUNT, owner: 'lab', clock, transport, store, ledger: store, costModel: new LearnedCostModel() },
    ...{ tiers: productionTiers(), pace: { ...DEFAULT_PACE, ...scene.pace }, jobs: [labJob(scene)], listeners: [witness] },
    ...{ process: { host: 'lab', pid: 1 }, onBlocked: 'wait', retryLimit: 1_000 },
    newCallId: () => `c${(calls += 1)}`,
    random: () => jitter.next(),
  };
  const runs = new Runs(crashes);
  const story = async (): Promise<RunSummary> => {
    await prepare(scene, store, startMs + faults.serverClockSkewMs);
    if (scene.saturated) await feeder.topUp();
    const world: World = { clock, account, store, witness, signal: ended.signal };
    const beside = [...(scene.saturated ? [feeder.run(ended.signal)] : []), ...observers.map((observe) => observe(world))];
    crashes?.breakStore(store);
    const summary = await runs.untilEnd(parts, startMs + scene.hours * HOUR_MS);
    ended.abort();
    await Promise.all(beside);
    return summary;
  };
  const summary = await clock.runUntil(story(), (scene.hours + 24) * HOUR_MS);
  const serverNowMs = clock.nowMs() + faults.serverClockSkewMs;
  const delivered = purchases.delivered + feeder.delivered;
  const books = await booksOf(scene, { account, store, witness, purchases, delivered, startMs, endedMs: clock.nowMs(), serverNowMs });
  return { books, summary, witness, store, serverNowMs, crashes: runs.crashed };
}

/** One run; or, where the store fails, one after the other. */
class Runs {
  crashed = 0;

  constructor(private readonly crashes: Crashes | undefined) {}

  async untilEnd(parts: IngestionParts, endMs: number): Promise<RunSummary> {
    const { clock, store, owner } = parts;
    for (;;) {
      try {
        return await new Ingestion({ ...parts, owner: `${owner}-${this.crashed}` }).run({ forMs: Math.max(1, endMs - clock.nowMs()) });
      } catch (error) {
        if (this.crashes === undefined || !(error instanceof StoreUnavailableError)) throw error;
        this.crashed += 1;
        await this.crashes.afterCrash(store, clock.nowMs());
        await clock.sleep(RESTART_MS);
      }
    }
  }
}

async function prepare({ storedDeals, sellers }: Scene, store: DealStore, nowMs: number): Promise<void> {
  await store.open();
  await storeOldDeals(store, LAB_JOB, storedDeals, nowMs);
  if (sellers !== null) await nameSellers(store, sellers.known, nowMs);
}

function feederOf({ refillPerMinute, openingTokens, prices, faults }: Scene, store: DealStore, clock: LabClock): Feeder {
  const tokensPerItem = 1 + PASS_SHARE * meanOffersTokens(prices);
  const settings = { jobId: LAB_JOB, filterHash: LAB_FILTER_HASH, refillPerMinute, openingTokens, tokensPerItem };
  return new Feeder(settings, store, clock, faults.serverClockSkewMs);
}

interface Evidence {
  readonly account: LabAccount;
  readonly store: DealStore & TokenLedger;
  readonly witness: Witness;
  readonly purchases: Purchases;
  readonly delivered: number;
  readonly startMs: number;
  readonly endedMs: number;
  readonly serverNowMs: number;
}

async function booksOf(scene: Scene, { account, store, witness, purchases, delivered, startMs, endedMs, serverNowMs }: Evidence): Promise<Books> {
  const { refillPerMinute, tokenFlowReduction, openingTokens } = scene;
  const pace = { ...DEFAULT_PACE, ...scene.pace };
  const gainPerTick = refillPerMinute - tokenFlowReduction;
  const totals = await store.books.totals(ACCOUNT);
  const status = (await store.jobStatus(serverNowMs)).find(({ jobId }) => jobId === LAB_JOB);
  const state = await store.state(ACCOUNT, serverNowMs);
  return {
    ...{ startedMs: startMs, endedMs, tickMs: TICK_MS, refillPerMinute, gainPerTick, capacityTokens: 60 * refillPerMinute, openingTokens },
    worstUnitTokens: Math.max(SMALLEST_UNIT_TOKENS, pace.unitRefillMinutes * refillPerMinute),
    weights: pace.weights,
    charges: account.charges,
    refusals: account.refusals,
    unansweredSentMs: account.unansweredSentMs,
    foreignTokens: account.foreignTokens,
    units: witness.units,
    waits: witness.waits,
    tokenReads: account.tokenReads,
    waitLinesMs: witness.waitLinesMs,
    expiredTokens: { beforeFirstCharge: account.expiredBeforeFirstCharge, atEnd: account.expiredTokens },
    items: { delivered, counts: status?.items ?? { queued: 0, accepted: 0, stored: 0, rejected: 0, dead: 0, superseded: 0 } },
    purchases: purchases.tallies(),
    ledger: {
      openGrants: totals.openGrants,
      consumedTokens: totals.consumedTokens,
      serverConsumedTokens: account.chargedTokens,
      unansweredTokens: account.unansweredTokens,
      balanceTokens: state?.balanceTokens ?? Number.NaN,
      serverBalanceTokens: account.balanceAt(endedMs),
    },
  };
}
