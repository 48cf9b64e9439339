import type { ExchangeError, FailureCode, KeepaFailure } from '@smart-ingestor/contracts';

const CODES: Readonly<Record<ExchangeError['reason'], FailureCode>> = {
  timeout: 'TIMED_OUT',
  cut: 'CONNECTION_CUT',
  unreachable: 'UNREACHABLE',
  aborted: 'ABORTED',
};

/**
 * What went wrong below HTTP, as a result. An exchange promises to throw nothing but `ExchangeError`; of anything else only the name is
 * shown, because its message may quote the URL, and it counts as sent, because nobody knows.
 */
export function exchangeFailure(error: unknown): KeepaFailure {
  const known = isExchangeError(error);
  const sent = known ? error.sent : true;
  return {
    code: known ? CODES[error.reason] : 'CONNECTION_CUT',
    kind: 'transient',
    charge: sent ? 'unknown' : 'nothing',
    status: null,
    message: known ? error.message : `The exchange failed with ${error instanceof Error ? error.name : 'something that is no error'}.`,
    details: null,
    reading: null,
  };
}

/** By shape, so that an exchange built against another copy of the contracts is understood. */
function isExchangeError(error: unknown): error is ExchangeError {
  return (
    error instanceof Error && error.name === 'ExchangeError' && 'reason' in error && Object.hasOwn(CODES, String(error.reason)) && 'sent' in error
  );
}
