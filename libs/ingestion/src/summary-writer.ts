import {
  type IngestionEvent,
  type IngestionListener,
  type RunSummary,
  type Stage,
  type StopReason,
  TICK_MS,
  type WorkClass,
} from '@smart-ingestor/contracts';

type EventOf<T extends IngestionEvent['type']> = Extract<IngestionEvent, { type: T }>;

/** Adds up a run from its own events, so that summary, log and metrics can never disagree. */
export class SummaryWriter implements IngestionListener {
  private startedMs = 0;
  private requests = 0;
  private readonly tokensByClass: Partial<Record<WorkClass, number>> = {};
  private readonly tokensByStage: Partial<Record<Stage, number>> = {};
  private dealsNew = 0;
  private dealsChanged = 0;
  private itemsDead = 0;
  private dealsRefreshed = 0;
  private foreignTokensPerMinute = 0;
  private readonly rejectedByReason: Record<string, number> = {};
  private lowestBalanceTokens: number | null = null;
  private clampedUnits = 0;
  private plannedItems = 0;
  private sentItems = 0;
  private waits = 0;
  private waitedMs = 0;
  private waiting: { fromMs: number; untilMs: number } | null = null;
  private refillLimitTokens = 0;
  private refill = { perMinute: 0, countedToMs: 0 };

  on(event: IngestionEvent): void {
    if (event.type === 'run.started') this.begin(event);
    else if (event.type === 'unit.planned') this.countUnit(event);
    else if (event.type === 'wait.started') this.beginWait(event);
    else if (event.type === 'request.settled') this.countRequest(event);
    else if (event.type === 'request.failed') this.countFailure(event);
    else if (event.type === 'deals.refreshed') this.dealsRefreshed += event.refreshed;
    else if (event.type === 'foreign-spend.noticed') this.foreignTokensPerMinute = event.spend.tokensPerMinute;
    else if (event.type === 'deal.stored') this.dealsNew += 1;
    else if (event.type === 'page.scanned') this.countPage(event);
    else if (event.type === 'items.finished') this.countItems(event);
  }

  finish(stopped: StopReason, nowMs: number): RunSummary {
    this.endWait(nowMs);
    this.countRefill(nowMs, this.refill.perMinute);
    return {
      stopped,
      elapsedMs: this.startedMs === 0 ? 0 : nowMs - this.startedMs,
      requests: this.requests,
      tokensByClass: this.tokensByClass,
      tokensByStage: this.tokensByStage,
      tokensSpent: Object.values(this.tokensByClass).reduce((sum, tokens) => sum + tokens, 0),
      dealsNew: this.dealsNew,
      dealsChanged: this.dealsChanged,
      rejectedByReason: this.rejectedByReason,
      itemsDead: this.itemsDead,
      dealsRefreshed: this.dealsRefreshed,
      foreignTokensPerMinute: this.foreignTokensPerMinute,
      lowestBalanceTokens: this.lowestBalanceTokens,
      clampedUnits: this.clampedUnits,
      plannedItems: this.plannedItems,
      sentItems: this.sentItems,
      waits: this.waits,
      waitedMs: this.waitedMs,
      refillLimitTokens: Math.floor(this.refillLimitTokens),
    };
  }

  private begin({ atMs, balanceTokens, refillPerMinute }: EventOf<'run.started'>): void {
    this.startedMs = atMs;
    this.refillLimitTokens = Math.max(0, balanceTokens);
    this.refill = { perMinute: refillPerMinute, countedToMs: atMs };
  }

  private countUnit({ atMs, planned, size }: EventOf<'unit.planned'>): void {
    this.endWait(atMs);
    this.plannedItems += planned;
    this.sentItems += size;
    if (size < planned) this.clampedUnits += 1;
  }

  private countRequest({ workClass, stage, reading }: EventOf<'request.settled'>): void {
    this.requests += 1;
    this.countTokens(workClass, stage, reading.tokensConsumed);
    this.lowestBalanceTokens = Math.min(this.lowestBalanceTokens ?? reading.tokensLeft, reading.tokensLeft);
    this.countRefill(reading.serverEndMs, reading.refillPerMinute);
  }

  /** A request can fail and yet be charged. What was forfeited is in no sum: nobody knows whether it was spent. */
  private countFailure({ workClass, stage, outcome, tokens }: EventOf<'request.failed'>): void {
    if (outcome === 'settled' && tokens > 0) this.countTokens(workClass, stage, tokens);
  }

  private countTokens(workClass: WorkClass, stage: Stage, tokens: number): void {
    this.tokensByClass[workClass] = (this.tokensByClass[workClass] ?? 0) + tokens;
    this.tokensByStage[stage] = (this.tokensByStage[stage] ?? 0) + tokens;
  }

  private countRefill(toMs: number, refillPerMinute: number): void {
    const elapsedMs = Math.max(0, toMs - this.refill.countedToMs);
    this.refillLimitTokens += (elapsedMs / TICK_MS) * this.refill.perMinute;
    this.refill = { perMinute: refillPerMinute, countedToMs: Math.max(toMs, this.refill.countedToMs) };
  }

  private countPage({ dealsRenewed, rejected }: EventOf<'page.scanned'>): void {
    this.dealsChanged += dealsRenewed;
    this.countRejected(rejected);
  }

  private countItems({ dead, rejected }: EventOf<'items.finished'>): void {
    this.itemsDead += dead;
    this.countRejected(rejected);
  }

  private countRejected(rejected: Readonly<Record<string, number>>): void {
    for (const [reason, items] of Object.entries(rejected)) this.rejectedByReason[reason] = (this.rejectedByReason[reason] ?? 0) + items;
  }

  private beginWait({ atMs, untilMs }: EventOf<'wait.started'>): void {
    this.endWait(atMs);
    this.waits += 1;
    this.waiting = { fromMs: atMs, untilMs };
  }

  /** The next unit, or another wait, ends it: it may have been cut short. */
  private endWait(nowMs: number): void {
    if (this.waiting !== null) this.waitedMs += Math.max(0, Math.min(nowMs, this.waiting.untilMs) - this.waiting.fromMs);
    this.waiting = null;
  }
}
