import type { RequestCost, WeightedClass, WorkClass } from '@smart-ingestor/contracts';
import { FairQueue } from './fair-queue';
import { type Found, LaneLine, type LaneTurn } from './lane-line';
import type { Pace } from './parts';
import { ScanTurns } from './scan-turns';
import { concerns } from './concerned-lanes';
import type { Lane, LookAt, Unit, Yield } from './units/unit';

/** What goes next; or that what is at the head of the line has to wait; or until when there is nothing at all. */
export type NextTurn =
  | { readonly kind: 'unit'; readonly unit: Unit; readonly turn: LaneTurn }
  | { readonly kind: 'held'; readonly hold: Hold; readonly wakeMs: number }
  | { readonly kind: 'idle'; readonly untilMs: number };

/** A unit whose turn it is and that does not fit yet: nothing of another class overtakes it. */
export interface Hold {
  readonly unit: Unit;
  readonly turn: LaneTurn;
  /** Server time at which it is tried again; an answer ends it sooner. */
  readonly untilMs: number;
  readonly reason: string;
}

/**
 * Whose turn it is. A due scan goes first, its pages interleaved with the others (see `ScanTurns`); the other classes share by weight, and the
 * jobs of a class equally, in tokens. Knows nothing of the balance: what does not fit is held at the head of the line.
 */
export class Scheduler {
  private readonly scans: LaneLine;
  private readonly lines = new Map<WeightedClass, LaneLine>();
  private readonly classes: FairQueue<WeightedClass>;
  private readonly scanTurns: ScanTurns;
  private hold: Hold | null = null;
  /** The lane of the sharing classes whose turn has come: it stays so until a unit of it is granted or it has none. */
  private head: LaneTurn | null = null;
  /** Grows with every answer. */
  news = 0;

  constructor(
    lanes: readonly Lane[],
    private readonly pace: Pace,
  ) {
    const of = (workClass: WorkClass): LaneLine => {
      return new LaneLine(
        workClass,
        lanes.filter((lane) => lane.workClass === workClass),
      );
    };
    this.scans = of('scan');
    const weights = Object.entries(pace.weights) as [WeightedClass, number][];
    for (const [workClass] of weights) this.lines.set(workClass, of(workClass));
    this.classes = new FairQueue(weights);
    this.scanTurns = new ScanTurns(pace);
  }

  async next(at: LookAt): Promise<NextTurn> {
    const { hold } = this;
    if (hold !== null && at.nowMs < hold.untilMs) return (await this.overtaking(hold, at)) ?? this.heldBy(hold);
    this.hold = null;
    for (;;) {
      const found: Found = new Map();
      const { news } = this;
      const turn = await this.firstOf(found, at);
      // What an answer brought meanwhile may come before.
      if (news !== this.news && (turn === null || isScan(turn))) continue;
      if (turn !== null) return { kind: 'unit', unit: found.get(turn)!, turn };
      return { kind: 'idle', untilMs: this.dueMs };
    }
  }

  /** The unit does not fit now. */
  holdBack(hold: Hold): void {
    this.hold = hold;
  }

  /**
   * Charged at its worst until `settled` tells what it cost. Who is charged too much is served next when that is known; charged as expected, a class with many
   * requests in flight that cost more was ahead by all of them, and had nothing for as long as the others took to follow (110 minutes at 1/min).
   */
  granted(turn: LaneTurn, { expectedTokens, worstTokens }: Pick<RequestCost, 'expectedTokens' | 'worstTokens'>, refillPerMinute: number): void {
    this.hold = null;
    turn.sent();
    if (isScan(turn)) {
      this.scanTurns.pageGranted(expectedTokens);
      this.scans.charge(turn, worstTokens);
      return;
    }
    this.head = null;
    this.scanTurns.otherGranted(expectedTokens, this.pace.unitRefillMinutes * refillPerMinute);
    this.charge(turn, worstTokens);
  }

  /** A unit has come to its end, and cost so much less (or more) than it was charged at. The balance is known anew: what is held may fit. */
  settled(turn: LaneTurn, correctionTokens: number): void {
    turn.ended();
    if (!isScan(turn)) this.charge(turn, correctionTokens);
    this.hold = null;
    this.news += 1;
  }

  /** A lane offered a unit with nothing behind it (another process has it): it is left alone for a while. */
  barren(turn: LaneTurn, untilMs: number): void {
    turn.rest(untilMs);
    this.hold = null;
    this.head = null;
  }

  /** What became durable may be work for lanes that had none. */
  committed(durable: Yield): void {
    for (const turn of this.turns()) if (concerns(durable, turn.lane, turn.dueMs)) turn.wake();
  }

  /** Other processes, or people, may have changed anything. */
  forget(): void {
    for (const turn of this.turns()) turn.wake();
  }

  /** Earliest time at which an idle lane may have work; infinity: none has any by itself. */
  get dueMs(): number {
    return Math.min(this.scans.dueMs, ...[...this.lines.values()].map((line) => line.dueMs));
  }

  /** Whether the lanes of these classes have nothing, have nothing in flight, and will have nothing by themselves (refreshes: nothing now). */
  isExhausted(classes: ReadonlySet<WorkClass>, nowMs: number): boolean {
    for (const { lane, isInFlight, dueMs } of this.turns()) {
      if (!classes.has(lane.workClass)) continue;
      const isDone = lane.workClass === 'refresh' ? dueMs > nowMs : dueMs === Number.POSITIVE_INFINITY;
      if (isInFlight || !isDone) return false;
    }
    return true;
  }

  /** A scan that became due while something else is held. */
  private async overtaking(hold: Hold, at: LookAt): Promise<NextTurn | null> {
    if (!this.mayOvertake(hold)) return null;
    const found: Found = new Map();
    const turn = await this.dueScan(found, at);
    return turn === null ? null : { kind: 'unit', unit: found.get(turn)!, turn };
  }

  private heldBy(hold: Hold): NextTurn {
    return { kind: 'held', hold, wakeMs: this.mayOvertake(hold) ? Math.min(hold.untilMs, this.scans.dueMs) : hold.untilMs };
  }

  private mayOvertake(hold: Hold): boolean {
    return !isScan(hold.turn) && this.scanTurns.goesFirst;
  }

  private async firstOf(found: Found, at: LookAt): Promise<LaneTurn | null> {
    const scan = this.scanTurns.goesFirst ? await this.dueScan(found, at) : null;
    return scan ?? (await this.sharing(found, at)) ?? (await this.dueScan(found, at));
  }

  private async dueScan(found: Found, at: LookAt): Promise<LaneTurn | null> {
    await this.scans.wakes(found, at);
    const turn = await this.scans.first(found, at);
    if (turn === null && !this.scans.turns.some(({ isReading }) => isReading)) this.scanTurns.rest();
    return turn;
  }

  private async sharing(found: Found, at: LookAt): Promise<LaneTurn | null> {
    this.head = (await this.stillHas(this.head, found, at)) ?? (await this.leastServed(found, at));
    return this.head;
  }

  private async stillHas(head: LaneTurn | null, found: Found, at: LookAt): Promise<LaneTurn | null> {
    const unit = head === null ? null : await head.look(at);
    if (head === null || unit === null) return null;
    found.set(head, unit);
    return head;
  }

  private async leastServed(found: Found, at: LookAt): Promise<LaneTurn | null> {
    // First who really has work: newcomers start at the level of those.
    await this.firstActive(found, at);
    for (const [workClass, line] of this.lines) if (await line.wakes(found, at)) this.classes.activate(workClass);
    return this.firstActive(found, at);
  }

  private async firstActive(found: Found, at: LookAt): Promise<LaneTurn | null> {
    for (const workClass of this.classes.order()) {
      const turn = await this.lines.get(workClass)!.first(found, at);
      if (turn !== null) return turn;
      this.classes.deactivate(workClass);
    }
    return null;
  }

  private charge(turn: LaneTurn, tokens: number): void {
    const workClass = turn.lane.workClass as WeightedClass;
    this.classes.charge(workClass, tokens);
    this.lines.get(workClass)!.charge(turn, tokens);
  }

  private *turns(): Iterable<LaneTurn> {
    yield* this.scans.turns;
    for (const { turns } of this.lines.values()) yield* turns;
  }
}

function isScan({ lane }: LaneTurn): boolean {
  return lane.workClass === 'scan';
}
