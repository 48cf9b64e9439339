import type { KeepaRequest, RequestCost, Stage, WorkClass } from '@smart-ingestor/contracts';
import type { Job } from '../job';
import { ANY_ASIN, type Lane, type LoadedUnit, type LookAt, type Unit, type UnitFailure } from '../units/unit';
import { jobOf } from './rig';

const STAGES: Readonly<Record<WorkClass, Stage>> = { scan: 'page', discover: 'peek', adhoc: 'commit', refresh: 'refresh', seller: 'seller' };

/** Of a unit whose price is certain. */
export function costOf(tokens: number): RequestCost {
  return { expectedTokens: tokens, worstTokens: tokens, smallestUnitWorstTokens: tokens };
}

export interface FakeLaneOptions {
  readonly job?: Job;
  readonly stage?: Stage;
  /** Items that wait; for a scan lane pages that are due. */
  readonly pending?: number;
  /** What `size` items are asked for with. */
  readonly request?: (size: number) => KeepaRequest;
  /** When there will be work, where there is none. */
  readonly notBeforeMs?: number;
}

/** Test fake: a line of items that needs no store, so that a test says itself what is queued and sees who went when. */
export class FakeLane implements Lane {
  readonly job: Job;
  readonly stage: Stage;
  pending: number;
  notBeforeMs: number;
  /** Only worth it where tokens would expire. */
  onlyHarvest = false;
  /** Claims find nothing: another process was faster. */
  isTaken = false;
  readonly looks: LookAt[] = [];
  readonly loads: { readonly size: number; readonly atMs: number }[] = [];
  readonly givenBack: (UnitFailure | null)[] = [];
  digested = 0;
  digest: () => Promise<void> = async () => undefined;
  private readonly request: (size: number) => KeepaRequest;

  constructor(
    readonly workClass: WorkClass,
    {
      job = jobOf(),
      stage = STAGES[workClass],
      pending = 1_000_000,
      request = requestOf(stage),
      notBeforeMs = Number.POSITIVE_INFINITY,
    }: FakeLaneOptions = {},
  ) {
    this.job = job;
    this.stage = stage;
    this.pending = pending;
    this.request = request;
    this.notBeforeMs = notBeforeMs;
  }

  async look(at: LookAt): Promise<Unit | number> {
    this.looks.push(at);
    if (this.pending <= 0 || (this.onlyHarvest && !at.harvest)) return this.notBeforeMs;
    return {
      workClass: this.workClass,
      stage: this.stage,
      job: this.job,
      pending: this.workClass === 'scan' ? 1 : this.pending,
      template: (size) => this.request(size),
      load: async (size, nowMs) => this.load(size, nowMs),
    };
  }

  private load(wanted: number, nowMs: number): LoadedUnit {
    const size = this.isTaken ? 0 : Math.min(wanted, this.pending);
    this.loads.push({ size, atMs: nowMs });
    this.pending -= size;
    return {
      request: size === 0 ? null : this.request(size),
      size,
      free: null,
      digest: async () => {
        await this.digest();
        this.digested += size;
        return { durable: {}, report: () => [] };
      },
      giveBack: (failure) => {
        this.givenBack.push(failure);
        this.pending += size;
        return {};
      },
    };
  }
}

/** 5 tokens a page, 1 a peek or seller, 13 a commit or refresh with offers. */
function requestOf(stage: Stage): (size: number) => KeepaRequest {
  const asins = (size: number): string[] => Array<string>(size).fill(ANY_ASIN);
  if (stage === 'page') return () => ({ endpoint: 'deal', selection: { domainId: 1, priceTypes: [2] }, page: 0 });
  if (stage === 'seller') return (size) => ({ endpoint: 'seller', domainId: 1, sellerIds: asins(size) });
  if (stage === 'peek') return (size) => ({ endpoint: 'product', domainId: 1, asins: asins(size) });
  return (size) => ({ endpoint: 'product', domainId: 1, asins: asins(size), offers: 20 });
}
