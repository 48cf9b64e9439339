import {
  type BucketState,
  type KeepaFailure,
  KeepaUnreachableError,
  KeyRefusedError,
  type Reading,
  RequestRejectedError,
  TICK_MS,
} from '@smart-ingestor/contracts';
import { TICK_SLACK_MS } from '@smart-ingestor/token-bucket';
import { backoffMs } from './backoff';
import { FailureStreak } from './failure-streak';
import type { IngestionParts } from './parts';
import type { ServerClock } from './server-clock';

/** After this long without an answer one free `/token` read comes before the next request, in case somebody else spent. Never a poll. */
const LONG_SILENCE_MS = 10 * 60_000;

/** Nothing of this account is sent before. */
export interface Block {
  readonly untilMs: number;
  readonly reason: string;
  /** Tokens are what is missing; otherwise Keepa is out of reach. */
  readonly forTokens: boolean;
}

/** What is known of the account, kept fresh by answers; `/token` is asked only where nothing else can tell. */
export class AccountState {
  readonly streak = new FailureStreak();
  /** As the latest answer said; 0 before the first. */
  refillPerMinute = 0;
  private blocked: Block | null = null;
  private tokensReadMs = Number.NEGATIVE_INFINITY;
  /** When the next `/token` read is worth it; infinity: not before a long silence. */
  private readAtMs = Number.POSITIVE_INFINITY;

  constructor(
    private readonly parts: IngestionParts,
    private readonly time: ServerClock,
  ) {}

  get block(): Block | null {
    return this.blocked !== null && this.blocked.untilMs > this.time.nowMs() ? this.blocked : null;
  }

  /** As far as answers tell, projected to now; `null`: nothing is known, `/token` has to be read. */
  known(): Promise<BucketState | null> {
    return this.parts.ledger.state(this.parts.accountId, this.time.nowMs());
  }

  /**
   * The state that a request is decided on: what is known, or `/token` where that may be out of date. `null`: Keepa could not be asked, and
   * `block` says until when.
   * @throws {KeyRefusedError | RequestRejectedError | KeepaUnreachableError}
   */
  async fresh(known: BucketState): Promise<BucketState | null> {
    const isStale = known.readingAgeMs > LONG_SILENCE_MS || this.time.nowMs() >= this.readAtMs;
    return isStale ? this.read() : known;
  }

  /** Reads `/token`: the first act of a run, because an opening balance is never guessed. Throws what `fresh` throws. */
  async read(): Promise<BucketState | null> {
    const { transport, ledger, accountId } = this.parts;
    const launch = this.streak.launched();
    const result = await transport.readTokens();
    if (result.kind === 'failed') {
      this.streak.failed(launch);
      const end = finalErrorOf(result.failure) ?? this.backOff(result.failure);
      if (end !== null) throw end;
      return null;
    }
    throwIfEmpty(result.reading);
    this.answered(result.reading);
    this.tokensReadMs = this.time.nowMs();
    this.readAtMs = Number.POSITIVE_INFINITY;
    await ledger.observe(accountId, result.reading);
    return this.known();
  }

  answered(reading: Reading): void {
    this.streak.answered();
    this.observe(reading);
  }

  /**
   * 429 costs nothing and tells the balance. Nothing is asked again before the refill that it named: with a positive balance (a locked
   * account, a storm) another request would be refused at once, and again.
   */
  refused(reading: Reading): void {
    this.observe(reading);
    const reason = `Keepa answered 429 at a balance of ${reading.tokensLeft}; waiting for the next refill`;
    this.blockUntil({ untilMs: reading.serverEndMs + reading.refillInMs + TICK_SLACK_MS, reason, forTokens: true });
  }

  observe(reading: Reading): void {
    // After the server's clock was set back, times that were meant to be soon are far.
    if (this.time.observe(reading)) {
      this.blocked = null;
      this.tokensReadMs = Number.NEGATIVE_INFINITY;
    }
    const changed = this.refillPerMinute > 0 && reading.refillPerMinute !== this.refillPerMinute;
    this.refillPerMinute = reading.refillPerMinute;
    // Of two rates the lower one is spent until a second reading confirms the higher: one `/token` tells at once.
    const nowMs = this.time.nowMs();
    if (changed && nowMs - this.tokensReadMs >= LONG_SILENCE_MS) this.readAtMs = nowMs;
  }

  /** After a failure in a row nothing is sent for a while, longer each time; past the retry limit Keepa counts as unreachable, and that is returned. */
  backOff({ code, message }: Pick<KeepaFailure, 'code' | 'message'>): KeepaUnreachableError | null {
    const { retryLimit, random } = this.parts;
    const { waves } = this.streak;
    if (waves > retryLimit) {
      return new KeepaUnreachableError(
        `Keepa failed ${waves} times in a row (${code}: ${message}); the retry limit is ${retryLimit}. Nothing is lost: the same command goes on where this one stopped.`,
      );
    }
    const untilMs = this.time.nowMs() + backoffMs(waves, random());
    this.blockUntil({ untilMs, reason: `retry ${waves} of ${retryLimit} after ${code}`, forTokens: false });
    return null;
  }

  /**
   * When a unit that waits for tokens is worth another try. Where a request with an unknown outcome is in the way, one free `/token` read
   * ends the wait as soon as the server can no longer charge that request.
   */
  async tokensAt({ reservedWorstTokens }: BucketState, untilMs: number): Promise<number> {
    if (reservedWorstTokens === 0) return untilMs;
    const unresolved = await this.parts.ledger.unresolved(this.parts.accountId, this.time.nowMs());
    if (unresolved === null) return untilMs;
    // A read that resolved nothing is not repeated within a tick.
    const readAtMs = Math.max(unresolved.resolvableAtMs, this.tokensReadMs + TICK_MS);
    if (readAtMs >= untilMs) return untilMs;
    this.readAtMs = readAtMs;
    return readAtMs;
  }

  private blockUntil(block: Block): void {
    if (this.block === null || this.block.untilMs < block.untilMs) this.blocked = block;
  }
}

/** No ledger takes such a reading in, so without this the next request would ask for another one, and so on. */
function throwIfEmpty({ refillPerMinute }: Reading): void {
  if (refillPerMinute <= 0)
    throw new KeyRefusedError(
      `Keepa knows the key, but reports a refill rate of ${refillPerMinute} tokens a minute: it has no paid plan. See https://keepa.com/#!api.`,
    );
}

/** Of failures that no repetition mends. */
export function finalErrorOf({ kind, code, message, details }: KeepaFailure): KeyRefusedError | RequestRejectedError | null {
  if (kind === 'fatal')
    return new KeyRefusedError(`Keepa refused the key (${code}: ${message}). Check the key and its plan at https://keepa.com/#!api.`);
  if (kind === 'rejected') return new RequestRejectedError(`Keepa rejected the request (${code}: ${message}${details ? `, ${details}` : ''}).`);
  return null;
}
