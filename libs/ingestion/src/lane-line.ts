import type { WorkClass } from '@smart-ingestor/contracts';
import { FairQueue } from './fair-queue';
import type { Lane, LookAt, Unit } from './units/unit';

/** Units that were found in this turn, so that no lane is looked at twice. */
export type Found = Map<LaneTurn, Unit>;

const SHORTEST_REST_MS = 1_000;

/** A lane, when it is worth a look, and what of it is in flight. */
export class LaneTurn {
  /** Known to have nothing before. */
  private notBeforeMs = Number.NEGATIVE_INFINITY;
  private wasHarvest = false;
  private unitsInFlight = 0;
  private wakes = 0;

  constructor(readonly lane: Lane) {}

  /** When it may have something by itself: minus infinity where that is not known, infinity while its answers have to come first. */
  get dueMs(): number {
    return this.isReading ? Number.POSITIVE_INFINITY : this.notBeforeMs;
  }

  get isInFlight(): boolean {
    return this.unitsInFlight > 0;
  }

  /** The next page of a feed is known only once this one has come. */
  get isReading(): boolean {
    return this.lane.workClass === 'scan' && this.isInFlight;
  }

  isWorthALook({ nowMs, harvest }: LookAt): boolean {
    return !this.isReading && (this.notBeforeMs <= nowMs || (harvest && !this.wasHarvest));
  }

  async look(at: LookAt): Promise<Unit | null> {
    while (this.isWorthALook(at)) {
      const { wakes } = this;
      const found = await this.lane.look(at);
      if (typeof found === 'object') return found;
      // An answer may have become durable while it looked: what it saw is out of date then.
      if (wakes !== this.wakes) continue;
      // A lane that has nothing and names no later time is not asked in a loop.
      this.rest(Math.max(found, at.nowMs + SHORTEST_REST_MS), at.harvest);
    }
    return null;
  }

  rest(untilMs: number, wasHarvest = true): void {
    this.notBeforeMs = untilMs;
    this.wasHarvest = wasHarvest;
  }

  /** Something that concerns it has changed. */
  wake(): void {
    this.wakes += 1;
    this.rest(Number.NEGATIVE_INFINITY);
  }

  sent(): void {
    this.unitsInFlight += 1;
  }

  ended(): void {
    this.unitsInFlight -= 1;
    this.wake();
  }
}

/** The lanes of one class: its jobs share equally. Lanes that have nothing are not looked at again before they may have something. */
export class LaneLine {
  readonly turns: readonly LaneTurn[];
  private readonly queue: FairQueue<LaneTurn>;

  constructor(
    readonly workClass: WorkClass,
    lanes: readonly Lane[],
  ) {
    this.turns = lanes.map((lane) => new LaneTurn(lane));
    this.queue = new FairQueue(this.turns.map((turn) => [turn, 1]));
  }

  /** The least served lane that has a unit, among those known to have work. */
  async first(found: Found, at: LookAt): Promise<LaneTurn | null> {
    for (const turn of this.queue.order()) {
      const unit = found.get(turn) ?? (await turn.look(at));
      if (unit !== null) {
        found.set(turn, unit);
        return turn;
      }
      this.queue.deactivate(turn);
    }
    return null;
  }

  /** Looks at the lanes that had nothing and may have something now. True if one has. */
  async wakes(found: Found, at: LookAt): Promise<boolean> {
    let hasWork = false;
    for (const turn of this.turns) {
      if (this.queue.isActive(turn)) continue;
      const unit = await turn.look(at);
      if (unit === null) continue;
      found.set(turn, unit);
      this.queue.activate(turn);
      hasWork = true;
    }
    return hasWork;
  }

  charge(turn: LaneTurn, tokens: number): void {
    this.queue.charge(turn, tokens);
  }

  /** Earliest time at which one of them may have something; infinity: none by itself. */
  get dueMs(): number {
    return Math.min(Number.POSITIVE_INFINITY, ...this.turns.map((turn) => turn.dueMs));
  }
}
