import type { IngestionEvent, IngestionListener, StopReason } from '@smart-ingestor/contracts';
import type { RunBounds } from './parts';

/** When a run is over. Bounds are looked at between requests, never in the middle of one. */
export class Stop implements IngestionListener {
  private dealsStored = 0;
  /** Server time; known once the first answer has told it. */
  deadlineMs = Number.POSITIVE_INFINITY;

  constructor(
    private readonly bounds: RunBounds,
    private readonly signal: AbortSignal | undefined,
  ) {}

  begin(startedMs: number): void {
    this.deadlineMs = startedMs + (this.bounds.forMs ?? Number.POSITIVE_INFINITY);
  }

  on({ type }: IngestionEvent): void {
    if (type === 'deal.stored') this.dealsStored += 1;
  }

  /** Deals that are still to come before the bound is reached. */
  get missingDeals(): number {
    return (this.bounds.untilDeals ?? Number.POSITIVE_INFINITY) - this.dealsStored;
  }

  reason(nowMs: number): StopReason | null {
    if (this.signal?.aborted) return 'signal';
    if (this.missingDeals <= 0) return 'until-deals';
    return nowMs >= this.deadlineMs ? 'for' : null;
  }
}
