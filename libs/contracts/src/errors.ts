/** What the caller should do: wait for tokens, try again, mend the request, or stop. The loop switches on this, never on text. */
export type ErrorKind = 'throttled' | 'transient' | 'rejected' | 'fatal';

const BRAND = Symbol.for('smart-ingestor/error@1');

/** Base of every error of ours. `code` is stable; the message says what happened, where, and what to do. */
export abstract class SmartIngestorError extends Error {
  abstract readonly code: string;
  abstract readonly kind: ErrorKind;
  readonly [BRAND] = true;

  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** `instanceof` that also works across two installed copies of this package. */
export function isSmartIngestorError(error: unknown): error is SmartIngestorError {
  return typeof error === 'object' && error !== null && BRAND in error;
}

/** Tokens are not there yet and the config says `onBlocked: 'throw'`. Nothing was sent. */
export class TokenRechargeError extends SmartIngestorError {
  readonly code = 'TOKEN_RECHARGE';
  readonly kind = 'throttled';
  constructor(
    readonly waitMs: number,
    readonly untilMs: number,
    readonly reason: string,
  ) {
    super(`Blocked by the token policy: ${reason}. Tokens suffice in ${Math.ceil(waitMs / 1000)} s; set onBlocked: 'wait' to wait instead.`);
  }
}

/** The request can never fit this plan: it costs more than capacity plus the allowed deficit. */
export class UnaffordableRequestError extends SmartIngestorError {
  readonly code = 'UNAFFORDABLE_REQUEST';
  readonly kind = 'rejected';
}

/** One or more values cannot work. Every problem is listed, each with its place, value and cure; one with a code of its own ends in `[CODE]`. */
export class ConfigError extends SmartIngestorError {
  readonly code = 'CONFIG_INVALID';
  readonly kind = 'fatal';
  constructor(readonly problems: readonly string[]) {
    super(problems.length === 1 ? problems[0]! : `${problems.length} problems:\n${problems.map((p) => `  - ${p}`).join('\n')}`);
  }

  /** The stable codes of the problems, in their order; `null` for a problem without one. */
  get codes(): readonly (string | null)[] {
    return this.problems.map((problem) => /\[([A-Z][A-Z_]+)\]$/.exec(problem)?.[1] ?? null);
  }
}

/** A request that Keepa would refuse or misread. Found before a token is reserved. */
export class InvalidRequestError extends SmartIngestorError {
  readonly code = 'REQUEST_INVALID';
  readonly kind = 'rejected';
  constructor(readonly problems: readonly string[]) {
    super(problems.length === 1 ? problems[0]! : `${problems.length} problems in one request:\n${problems.map((p) => `  - ${p}`).join('\n')}`);
  }
}

/** Keepa does not accept the key (unknown, or without a paid plan). */
export class KeyRefusedError extends SmartIngestorError {
  readonly code = 'KEY_REFUSED';
  readonly kind = 'fatal';
}

/** Keepa refused the request itself; its own message is in the text. Repeating it would not help. */
export class RequestRejectedError extends SmartIngestorError {
  readonly code = 'REQUEST_REJECTED';
  readonly kind = 'rejected';
}

/** Keepa could not be reached, or did not answer, more often in a row than the retry limit. */
export class KeepaUnreachableError extends SmartIngestorError {
  readonly code = 'KEEPA_UNREACHABLE';
  readonly kind = 'transient';
}

/** The database cannot be used: not a database, from a newer version, or not writable. */
export class StoreUnusableError extends SmartIngestorError {
  readonly code = 'STORE_UNUSABLE';
  readonly kind = 'fatal';
}

/** The disk, or another process that holds the database for longer than the busy limit, is in the way. */
export class StoreUnavailableError extends SmartIngestorError {
  readonly code = 'STORE_UNAVAILABLE';
  readonly kind = 'transient';
}

/** A work item was to make a move that the rules do not know, such as out of a final state. Nothing was written. Always a bug. */
export class ItemStateError extends SmartIngestorError {
  readonly code = 'ITEM_STATE';
  readonly kind = 'fatal';
}

/** A grant was closed twice in two different ways, or is not known. Always a bug. */
export class GrantStateError extends SmartIngestorError {
  readonly code = 'GRANT_STATE';
  readonly kind = 'fatal';
}
