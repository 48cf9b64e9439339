import { type DealPageRequest, type FeedKey, type FeedLease, type FeedPart, LEASE_MS } from '@smart-ingestor/contracts';
import { isNobodysFault, retryDelayMs } from '../failed-items';
import type { FeedJob } from '../job';
import { headAgeMs, headDueMs, isRunning, passDueMs } from '../scan-cadence';
import { digestHeadPage, headPageIndex } from './head-page';
import type { LaneParts, Passes } from './lanes';
import type { PageOf } from './page-items';
import { digestPassPage, progressOf } from './pass-page';
import type { Harvest, Lane, LoadedUnit, LookAt, Unit, UnitFailure } from './unit';

/** Another process reads: a page takes it seconds, so it is worth looking again soon. */
const TAKEN_RETRY_MS = 10_000;
/** In an hour a feed of 1,200 deals brings about a page of new ones; what is behind by more is found by the pass that is due. */
const FAR_BEHIND_MS = 3_600_000;

/** A page of the feed under its lease, and how what it brings is digested. */
interface AskedPage {
  readonly request: DealPageRequest;
  readonly digest: (value: Parameters<LoadedUnit<DealPageRequest>['digest']>[0], nowMs: number) => Promise<Harvest>;
}

/**
 * Reads one feed: complete passes, which alone find every row whatever order Keepa serves, and between them the newest end. Each part goes
 * page by page under a lease of its own; where it stands is durable, so a crash goes on there.
 */
export class ScanLane implements Lane {
  readonly workClass = 'scan';
  /** Until when each part is in our own hands, or not worth asking for. */
  private readonly notBeforeMs: Record<FeedPart, number> = { pass: Number.NEGATIVE_INFINITY, head: Number.NEGATIVE_INFINITY };
  private readonly failures: Record<FeedPart, number> = { pass: 0, head: 0 };
  /** End of the last complete pass as this run found it. */
  private completedBefore: number | null | undefined;

  constructor(
    readonly job: FeedJob,
    private readonly parts: LaneParts,
    private readonly passes: Passes,
  ) {}

  async look(at: LookAt): Promise<Unit | number> {
    const passAtMs = Math.max(await this.dueMs('pass', at), this.notBeforeMs.pass);
    const headAtMs = Math.max(await this.dueMs('head', at), this.notBeforeMs.head);
    // The head goes first, because what is new must not wait for many pages; except after a while away, when it is many pages itself and a pass is due.
    const begins = passAtMs <= at.nowMs && (await this.isFarBehind(at.nowMs));
    if (headAtMs <= at.nowMs && !begins) return this.unit('head', at) as Unit;
    if (passAtMs <= at.nowMs) return this.unit('pass', at) as Unit;
    return Math.min(headAtMs, passAtMs);
  }

  private async dueMs(part: FeedPart, { nowMs, refillPerMinute }: LookAt): Promise<number> {
    const { store, pace } = this.parts;
    if (part === 'head' && (this.passes === 'once' || this.job.source.headRequest(0) === null)) return Number.POSITIVE_INFINITY;
    const cursor = await store.feeds.cursor(this.feed());
    if (part === 'head') return headDueMs(cursor, await store.feeds.head(this.feed()), refillPerMinute, pace, nowMs);
    if (this.passes === 'due') return passDueMs(cursor, refillPerMinute, pace, nowMs);
    // Times are compared for being another, not for being later: a server's clock may be set back.
    const completedMs = cursor?.passCompletedMs ?? null;
    if (this.completedBefore === undefined) this.completedBefore = completedMs;
    if (completedMs === this.completedBefore || isRunning(cursor, nowMs)) return nowMs;
    return this.passes === 'once' ? Number.POSITIVE_INFINITY : passDueMs(cursor, refillPerMinute, pace, nowMs);
  }

  private async isFarBehind(nowMs: number): Promise<boolean> {
    const cursor = await this.parts.store.feeds.cursor(this.feed());
    const ageMs = headAgeMs(cursor, await this.parts.store.feeds.head(this.feed()), nowMs);
    return !isRunning(cursor, nowMs) && (ageMs === null || ageMs > FAR_BEHIND_MS);
  }

  private unit(part: FeedPart, at: LookAt): Unit<DealPageRequest> {
    const { source } = this.job;
    return {
      workClass: 'scan',
      stage: 'page',
      job: this.job,
      pending: 1,
      template: () => (part === 'head' ? source.headRequest(0) : source.nextRequest({ pagesRead: 0, lastRowCount: null }))!,
      load: (_size, nowMs) => this.load(part, { ...at, nowMs }),
    };
  }

  /** The gate may have waited for long: what is read is decided under the lease, so a page that another process read is not bought again. */
  private async load(part: FeedPart, at: LookAt): Promise<LoadedUnit<DealPageRequest>> {
    const { store, owner } = this.parts;
    const lease = await store.feeds.claim(this.feed(), part, { owner, leaseMs: LEASE_MS, nowMs: at.nowMs });
    if (lease === null) {
      this.notBeforeMs[part] = at.nowMs + TAKEN_RETRY_MS;
      return NOTHING;
    }
    const asked = (await this.dueMs(part, at)) <= at.nowMs ? await this.page(part, lease, at) : null;
    if (asked === null) {
      await store.feeds.release(lease);
      return NOTHING;
    }
    this.notBeforeMs[part] = at.nowMs + LEASE_MS;
    return {
      request: asked.request,
      size: 1,
      free: null,
      digest: async (page, nowMs) => {
        const { durable, report } = await asked.digest(page, nowMs);
        return {
          durable,
          report: (outcome) => {
            // Only now the cursor has moved: the next page may be asked for.
            this.notBeforeMs[part] = Number.NEGATIVE_INFINITY;
            this.failures[part] = 0;
            return report(outcome);
          },
        };
      },
      giveBack: (failure, nowMs) => {
        this.notBeforeMs[part] = this.retryAtMs(part, failure, nowMs);
        return { feed: { lease } };
      },
    };
  }

  private async page(part: FeedPart, lease: FeedLease, { nowMs, refillPerMinute }: LookAt): Promise<AskedPage | null> {
    const { store, tiers } = this.parts;
    const { source } = this.job;
    const of: PageOf = { job: this.job, store, dealValue: tiers.select(refillPerMinute).dealValue };
    const cursor = await store.feeds.cursor(this.feed());
    const head = part === 'head' ? await store.feeds.head(this.feed()) : null;
    const request = part === 'head' ? source.headRequest(headPageIndex(head, nowMs)) : source.nextRequest(progressOf(cursor, nowMs));
    if (request === null) return null;
    const index = request.page;
    return {
      request,
      digest: (page, atMs) =>
        part === 'head'
          ? digestHeadPage(of, { lease, cursor, head, index, askedMs: nowMs }, page, atMs)
          : digestPassPage(of, { lease, cursor, index, askedMs: nowMs }, page, atMs),
    };
  }

  private retryAtMs(part: FeedPart, failure: UnitFailure | null, nowMs: number): number {
    if (failure === null || isNobodysFault(failure.failure)) return Number.NEGATIVE_INFINITY;
    this.failures[part] += 1;
    return nowMs + retryDelayMs(failure, this.failures[part], 0);
  }

  private feed(): FeedKey {
    return { jobId: this.job.id, feedHash: this.job.source.feedHash };
  }
}

const NOTHING: LoadedUnit<DealPageRequest> = {
  request: null,
  size: 0,
  free: null,
  digest: () => Promise.reject(new Error('Nothing was asked for.')),
  giveBack: () => ({}),
};
