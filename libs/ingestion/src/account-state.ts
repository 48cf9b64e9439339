import {
  type BucketState,
  type KeepaFailure,
  KeepaUnreachableError,
  KeyRefusedError,
  type Reading,
  RequestRejectedError,
  type WorkClass,
} from '@smart-ingestor/contracts';
import { backoffMs } from './backoff';
import type { IngestionParts } from './parts';
import type { Pause } from './pause';
import type { ServerClock } from './server-clock';
import type { Stop } from './stop';

/** After this long without an answer one free `/token` read comes before the next request, in case somebody else spent. Never a poll. */
const LONG_SILENCE_MS = 10 * 60_000;

/** What is known of the account, kept fresh by answers; `/token` is asked only where nothing else can tell. */
export class AccountState {
  /** As of the latest look; 0 before the first. */
  refillPerMinute = 0;

  constructor(
    private readonly parts: IngestionParts,
    private readonly time: ServerClock,
    private readonly stop: Stop,
    private readonly pause: Pause,
  ) {}

  /** The state to decide on now. `null`: a bound or the signal came while Keepa could not be asked. */
  async current(): Promise<BucketState | null> {
    const state = await this.known();
    return state === null || state.readingAgeMs > LONG_SILENCE_MS ? this.read() : state;
  }

  /**
   * Reads `/token`: the first act of a run (an opening balance is never guessed) and the end of a long silence.
   * @throws {KeyRefusedError | RequestRejectedError | KeepaUnreachableError}
   */
  async read(): Promise<BucketState | null> {
    for (let failuresInARow = 1; this.stop.reason(this.time.nowMs()) === null; failuresInARow += 1) {
      const result = await this.parts.transport.readTokens();
      if (result.kind !== 'failed') {
        this.time.observe(result.reading);
        throwIfEmpty(result.reading);
        await this.parts.ledger.observe(this.parts.accountId, result.reading);
        return this.known();
      }
      throwIfFinal(result.failure);
      await this.backOff(failuresInARow, result.failure);
    }
    return null;
  }

  /**
   * Waits for tokens. Where a request with an unknown outcome is what is in the way, one free `/token` read ends the wait as soon as the
   * server can no longer charge that request.
   */
  async waitForTokens(workClass: WorkClass, untilMs: number, reason: string): Promise<void> {
    const unresolved = await this.parts.ledger.unresolved(this.parts.accountId, this.time.nowMs());
    if (unresolved === null || unresolved.resolvableAtMs >= untilMs) return this.pause.forTokens(workClass, untilMs, reason);
    if (unresolved.resolvableAtMs > this.time.nowMs())
      await this.pause.forTokens(workClass, unresolved.resolvableAtMs, `${reason}; a request with unknown outcome counts at its worst until then`);
    await this.read();
  }

  /** Waits for a refill that the server itself has asked for; nothing that we know of could make it shorter. */
  waitForRefill(workClass: WorkClass, untilMs: number, reason: string): Promise<void> {
    return this.pause.forTokens(workClass, untilMs, reason);
  }

  /** @throws {KeepaUnreachableError} past the retry limit. */
  async backOff(failuresInARow: number, failure: Pick<KeepaFailure, 'code' | 'message'>): Promise<void> {
    const { retryLimit, random } = this.parts;
    if (failuresInARow > retryLimit) {
      throw new KeepaUnreachableError(
        `Keepa failed ${failuresInARow} times in a row (${failure.code}: ${failure.message}); the retry limit is ${retryLimit}. Nothing is lost: the same command goes on where this one stopped.`,
      );
    }
    await this.pause.until(this.time.nowMs() + backoffMs(failuresInARow, random()), `retry ${failuresInARow} of ${retryLimit} after ${failure.code}`);
  }

  private async known(): Promise<BucketState | null> {
    const state = await this.parts.ledger.state(this.parts.accountId, this.time.nowMs());
    this.refillPerMinute = state?.refillPerMinute ?? this.refillPerMinute;
    return state;
  }
}

/** No ledger takes such a reading in, so without this the next request would ask for another one, and so on. */
function throwIfEmpty({ refillPerMinute }: Reading): void {
  if (refillPerMinute <= 0)
    throw new KeyRefusedError(
      `Keepa knows the key, but reports a refill rate of ${refillPerMinute} tokens a minute: it has no paid plan. See https://keepa.com/#!api.`,
    );
}

/** Failures that no repetition mends. */
export function throwIfFinal({ kind, code, message, details }: KeepaFailure): void {
  if (kind === 'fatal')
    throw new KeyRefusedError(`Keepa refused the key (${code}: ${message}). Check the key and its plan at https://keepa.com/#!api.`);
  if (kind === 'rejected') throw new RequestRejectedError(`Keepa rejected the request (${code}: ${message}${details ? `, ${details}` : ''}).`);
}
