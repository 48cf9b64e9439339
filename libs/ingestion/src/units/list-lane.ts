import { type FeedCursor, type FeedKey, type KeepaRequest, LEASE_MS, type SourceRequest } from '@smart-ingestor/contracts';
import { isNobodysFault, retryDelayMs } from '../failed-items';
import type { ListJob } from '../job';
import { isListRunning, listDueMs, type ListPass } from '../list-cadence';
import type { LaneParts, Passes } from './lanes';
import { digestListPage, type ListPageOf, listProgressOf } from './list-page';
import { ANY_ASIN, type Harvest, type Lane, type LoadedUnit, type LookAt, type Unit, type UnitFailure } from './unit';

/** Another process reads: a page takes it seconds, so it is worth looking again soon. */
const TAKEN_RETRY_MS = 10_000;

/** Reads one list, page by page under a lease. Where it stands is durable, so a crash goes on there. */
export class ListLane implements Lane {
  readonly workClass = 'scan';
  /** Until when it is in our own hands, or not worth asking for. */
  private notBeforeMs = Number.NEGATIVE_INFINITY;
  private failures = 0;
  /** End of the last complete pass as this run found it. */
  private completedBefore: number | null | undefined;

  constructor(
    readonly job: ListJob,
    private readonly parts: LaneParts,
    private readonly passes: Passes,
  ) {}

  async look(at: LookAt): Promise<Unit | number> {
    const dueMs = Math.max(await this.dueMs(at), this.notBeforeMs);
    return dueMs <= at.nowMs ? this.unit(at) : dueMs;
  }

  private async dueMs({ nowMs, refillPerMinute }: LookAt): Promise<number> {
    const { store, pace } = this.parts;
    const cursor = await store.feeds.cursor(this.feed());
    const dueMs = listDueMs(cursor, this.pass(cursor), refillPerMinute, pace, nowMs);
    if (this.passes === 'due') return dueMs;
    // Times are compared for being another, not for being later: a server's clock may be set back.
    const completedMs = cursor?.passCompletedMs ?? null;
    if (this.completedBefore === undefined) this.completedBefore = completedMs;
    if (completedMs === this.completedBefore || isListRunning(cursor, nowMs)) return nowMs;
    return this.passes === 'once' ? Number.POSITIVE_INFINITY : dueMs;
  }

  /** As many requests as the last pass took, or as many as there can be. */
  private pass(cursor: FeedCursor | null): ListPass {
    const { source } = this.job;
    const { request, requestsAtMost } = source.plan();
    const each = request === null ? 0 : this.parts.costModel.estimate(request).expectedTokens;
    const requests = cursor === null || cursor.passCompletedMs === null ? requestsAtMost : cursor.pagesPerPass;
    return { tokensPerPass: each * requests, everyMs: source.list.everyMs };
  }

  private unit(at: LookAt): Unit {
    const { source } = this.job;
    // What is given costs nothing, and waits like anything else until a request could go: the smallest one stands in for its price.
    const smallest: KeepaRequest = { endpoint: 'product', domainId: source.domainId, asins: [ANY_ASIN] };
    return {
      workClass: 'scan',
      stage: 'page',
      job: this.job,
      pending: 1,
      template: () => source.plan().request ?? smallest,
      load: (_size, nowMs) => this.load({ ...at, nowMs }) as Promise<LoadedUnit>,
    };
  }

  /** The gate may have waited for long: what is read is decided under the lease, so a page that another process read is not bought again. */
  private async load(at: LookAt): Promise<LoadedUnit<SourceRequest>> {
    const { store, owner, tiers } = this.parts;
    const { source } = this.job;
    const { nowMs } = at;
    const lease = await store.feeds.claim(this.feed(), 'pass', { owner, leaseMs: LEASE_MS, nowMs });
    if (lease === null) {
      this.notBeforeMs = nowMs + TAKEN_RETRY_MS;
      return NOTHING;
    }
    const cursor = await store.feeds.cursor(this.feed());
    const progress = listProgressOf(cursor, nowMs);
    const step = (await this.dueMs(at)) <= nowMs ? source.nextRequest(progress) : null;
    if (step === null) {
      await store.feeds.release(lease);
      return NOTHING;
    }
    const of: ListPageOf = { job: this.job, store, dealValue: tiers.select(at.refillPerMinute).dealValue };
    const asked = { lease, cursor, index: progress.pagesRead, askedMs: nowMs };
    if ('given' in step) return { ...NOTHING, free: await digestListPage(of, asked, step.given, nowMs) };
    this.notBeforeMs = nowMs + LEASE_MS;
    return {
      request: step,
      size: 1,
      free: null,
      digest: async (value, atMs) => this.heard(await digestListPage(of, asked, source.list.pageOf(value), atMs)),
      giveBack: (failure, atMs) => {
        this.notBeforeMs = this.retryAtMs(failure, atMs);
        return { feed: { lease } };
      },
    };
  }

  private heard({ durable, report }: Harvest): Harvest {
    return {
      durable,
      report: (outcome) => {
        // Only now the cursor has moved: the next page may be asked for.
        this.notBeforeMs = Number.NEGATIVE_INFINITY;
        this.failures = 0;
        return report(outcome);
      },
    };
  }

  private retryAtMs(failure: UnitFailure | null, nowMs: number): number {
    if (failure === null || isNobodysFault(failure.failure)) return Number.NEGATIVE_INFINITY;
    this.failures += 1;
    return nowMs + retryDelayMs(failure, this.failures, 0);
  }

  private feed(): FeedKey {
    return { jobId: this.job.id, feedHash: this.job.source.feedHash };
  }
}

const NOTHING: LoadedUnit<SourceRequest> = {
  request: null,
  size: 0,
  free: null,
  digest: () => Promise.reject(new Error('Nothing was asked for.')),
  giveBack: () => ({}),
};
