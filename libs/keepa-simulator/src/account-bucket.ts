/** Keepa: a tick follows the last one after 60,000 ms and about 200 ms (515 readings over 7 months). */
export const DEFAULT_TICK_MS = 60_200;
/** Keepa: unused tokens expire after 60 minutes. */
const CAPACITY_MINUTES = 60;
/** `refillIn` never says less, and says exactly this from a tick until half a second after it. */
const SHORTEST_REFILL_IN_MS = 522;
const COUNTDOWN_RESTARTS_AFTER_MS = 500;

export interface BucketSettings {
  readonly openedAtMs: number;
  readonly tickMs: number;
  readonly refillPerMinute: number;
  readonly openingBalance: number;
  readonly tokenFlowReduction: number;
}

/** Somebody else on the same key. Both kinds spend only while the balance is positive, as everybody does. */
export interface ForeignConsumer {
  /** Spent at once, every 60 s. */
  readonly tokensPerMinute: number;
  /** Spent at once, every 10 minutes. */
  readonly tokensPer10Minutes: number;
}

interface ForeignCharge {
  dueMs: number;
  readonly everyMs: number;
  readonly tokens: number;
}

/**
 * The account's tokens as the server keeps them, computed from times and never by a timer. The phase of the ticks never resets: not by a
 * full bucket, not by a change of plan. A tick never lowers a balance: one above the capacity of a smaller plan stays until it is spent.
 */
export class AccountBucket {
  private readonly tickMs: number;
  private balance: number;
  private refillPerMinute: number;
  private tokenFlowReduction: number;
  private nextTickMs: number;
  private lastTickMs: number | null = null;
  private milliCarry = 0;
  private expired = 0;
  private foreignCharges: ForeignCharge[] = [];
  private foreignSpent = 0;

  constructor(settings: BucketSettings) {
    this.tickMs = settings.tickMs;
    this.balance = settings.openingBalance;
    this.refillPerMinute = settings.refillPerMinute;
    this.tokenFlowReduction = settings.tokenFlowReduction;
    this.nextTickMs = settings.openedAtMs + settings.tickMs;
  }

  get balanceTokens(): number {
    return this.balance;
  }

  get ratePerMinute(): number {
    return this.refillPerMinute;
  }

  get flowReduction(): number {
    return this.tokenFlowReduction;
  }

  get capacityTokens(): number {
    return CAPACITY_MINUTES * this.refillPerMinute;
  }

  /** Tokens that ticks could not add because the bucket was full. */
  get expiredTokens(): number {
    return this.expired;
  }

  get foreignTokens(): number {
    return this.foreignSpent;
  }

  /** Applies every tick and foreign charge that is due by `nowMs`, in the order of their times. */
  advanceTo(nowMs: number): void {
    for (;;) {
      const foreign = this.earliestForeign();
      if (foreign !== undefined && foreign.dueMs <= nowMs && foreign.dueMs < this.nextTickMs) this.spendForeign(foreign);
      else if (this.nextTickMs <= nowMs) this.tick();
      else return;
    }
  }

  /** Whatever it costs: the balance may go negative without limit. */
  charge(tokens: number): void {
    this.balance -= tokens;
  }

  /** Milliseconds from `endMs` to the next refill, as the envelope says them. Call after `advanceTo(endMs)`. */
  refillInMs(endMs: number): number {
    if (this.lastTickMs !== null && endMs - this.lastTickMs <= COUNTDOWN_RESTARTS_AFTER_MS) return SHORTEST_REFILL_IN_MS;
    return Math.max(SHORTEST_REFILL_IN_MS, this.nextTickMs - endMs);
  }

  changePlan(refillPerMinute: number): void {
    this.refillPerMinute = refillPerMinute;
  }

  setBalance(tokens: number): void {
    this.balance = tokens;
  }

  setFlowReduction(tokensPerMinute: number): void {
    this.tokenFlowReduction = tokensPerMinute;
  }

  /** Replaces the foreign consumers; the first charge of each falls due one interval from now. */
  setForeign(consumer: ForeignConsumer, nowMs: number): void {
    this.foreignCharges = [
      { everyMs: 60_000, dueMs: nowMs + 60_000, tokens: consumer.tokensPerMinute },
      { everyMs: 600_000, dueMs: nowMs + 600_000, tokens: consumer.tokensPer10Minutes },
    ].filter((charge) => charge.tokens > 0);
  }

  private tick(): void {
    const milli = this.milliCarry + Math.max(0, 1_000 * this.refillPerMinute - Math.round(1_000 * this.tokenFlowReduction));
    const due = Math.floor(milli / 1_000);
    this.milliCarry = milli - 1_000 * due;
    const gained = Math.min(due, Math.max(0, this.capacityTokens - this.balance));
    this.balance += gained;
    this.expired += due - gained;
    this.lastTickMs = this.nextTickMs;
    this.nextTickMs += this.tickMs;
  }

  private earliestForeign(): ForeignCharge | undefined {
    const [first, second] = this.foreignCharges;
    return second !== undefined && first !== undefined && second.dueMs < first.dueMs ? second : first;
  }

  private spendForeign(charge: ForeignCharge): void {
    if (this.balance > 0) {
      this.balance -= charge.tokens;
      this.foreignSpent += charge.tokens;
    }
    charge.dueMs += charge.everyMs;
  }
}
