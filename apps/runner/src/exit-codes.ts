import { isSmartIngestorError } from '@smart-ingestor/contracts';
import { CommanderError } from 'commander';
import { type StopCause, stopCauseOf } from './stop';

/** What the process ends with. A contract: scripts and service managers switch on it. */
export const EXIT = {
  done: 0,
  unexpected: 1,
  /** Usage, config, or a database that is unreadable or from a newer version. */
  unusable: 2,
  /** Blocked by the token policy, and the config says `onBlocked: 'throw'`. */
  blocked: 3,
  keyRefused: 4,
  /** Trouble outside: Keepa unreachable past the retry limit, port in use, disk. */
  outside: 5,
} as const;

/** After a clean shutdown. A reader that closed stdout has had what it wanted. */
const BY_STOP: Readonly<Record<StopCause, number>> = { SIGINT: 130, SIGTERM: 143, EPIPE: EXIT.done };

const BY_ERROR_CODE: Readonly<Record<string, number>> = {
  USAGE: EXIT.unusable,
  CONFIG_INVALID: EXIT.unusable,
  REQUEST_INVALID: EXIT.unusable,
  REQUEST_REJECTED: EXIT.unusable,
  UNAFFORDABLE_REQUEST: EXIT.unusable,
  STORE_UNUSABLE: EXIT.unusable,
  TOKEN_RECHARGE: EXIT.blocked,
  KEY_REFUSED: EXIT.keyRefused,
  KEEPA_UNREACHABLE: EXIT.outside,
  STORE_UNAVAILABLE: EXIT.outside,
};

/** Errors of the operating system that no input of ours mends. */
const BY_SYSTEM_CODE: Readonly<Record<string, number>> = {
  EADDRINUSE: EXIT.outside,
  EADDRNOTAVAIL: EXIT.outside,
  EACCES: EXIT.outside,
  EPERM: EXIT.outside,
  EROFS: EXIT.outside,
  ENOSPC: EXIT.outside,
  EMFILE: EXIT.outside,
};

export function exitCodeOfStop(signal: AbortSignal): number {
  const cause = stopCauseOf(signal);
  return cause === null ? EXIT.done : BY_STOP[cause];
}

export function exitCodeOfError(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.unusable;
  if (isSmartIngestorError(error)) return BY_ERROR_CODE[error.code] ?? EXIT.unexpected;
  return BY_SYSTEM_CODE[(error as NodeJS.ErrnoException | null)?.code ?? ''] ?? EXIT.unexpected;
}
