import type { Clock, IngestionEvent, IngestionListener } from '@smart-ingestor/contracts';
import type { DurableUnit, TokenWait } from '../account/books';
import type { LabAccount } from '../account/lab-account';

/** What the run tells, with the server's balance beside it. Times are true times. */
export class Witness implements IngestionListener {
  readonly units: DurableUnit[] = [];
  readonly waits: TokenWait[] = [];
  readonly waitLinesMs: number[] = [];
  readonly foreign: Extract<IngestionEvent, { type: 'foreign-spend.noticed' }>[] = [];
  readonly shortfalls: string[] = [];
  boundsExceeded = 0;

  constructor(
    private readonly clock: Clock,
    private readonly account: LabAccount,
    private readonly skewMs: number,
  ) {}

  on(event: IngestionEvent): void {
    const atMs = this.clock.nowMs();
    if (event.type === 'request.settled') this.units.push({ atMs, workClass: event.workClass, tokens: event.reading.tokensConsumed });
    else if (event.type === 'wait.started') this.wait(event, atMs);
    else if (event.type === 'cost.bound-exceeded') this.boundsExceeded += 1;
    else if (event.type === 'refresh.behind') this.shortfalls.push(event.statement);
    else if (event.type === 'foreign-spend.noticed') this.foreign.push(event);
  }

  private wait({ workClass, untilMs, reason }: Extract<IngestionEvent, { type: 'wait.started' }>, atMs: number): void {
    this.waitLinesMs.push(atMs);
    if (workClass === null) return;
    const balanceTokens = this.account.balanceAt(atMs);
    this.waits.push({
      atMs,
      untilMs: untilMs - this.skewMs,
      workClass,
      reason,
      balanceTokens,
      inFlightWorstTokens: this.account.inFlightWorstTokens,
    });
  }
}
