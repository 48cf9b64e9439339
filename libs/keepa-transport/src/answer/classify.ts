import type { ErrorKind, FailureCode, KeepaFailure, Reading, WireResponse } from '@smart-ingestor/contracts';
import type { KeepaEnvelope } from '@smart-ingestor/keepa-wire';
import { parseKeepaJson } from '../json/keepa-json';
import { type EnvelopeReading, readingOf } from './reading-of';

/** What an HTTP answer is, before anybody looks at its payload. */
export type Classified =
  | { readonly kind: 'envelope'; readonly envelope: KeepaEnvelope; readonly reading: Reading }
  | { readonly kind: 'rate-limited'; readonly reading: Reading }
  | { readonly kind: 'failed'; readonly failure: KeepaFailure };

/** Keepa's token system answers with a status, with an `error` member, or with both: this looks at the two of them. */
export function classify({ status, body }: WireResponse): Classified {
  const parsed = parsedBody(body);
  const read = readingOf(parsed);
  const own = ownWords(parsed);
  if (status === 402) return failed('PAYMENT_REQUIRED', 'fatal', status, own, read);
  if (status < 500 && read.kind === 'no-key') return failed('KEY_REFUSED', 'fatal', status, own, read);
  if (status === 200) return answered(read, own, parsed === undefined);
  if (status === 429) {
    // Without an envelope it comes from a proxy: nothing was charged, and nothing is known of the bucket.
    return read.kind === 'honest' ? { kind: 'rate-limited', reading: read.reading } : failed('BODY_UNREADABLE', 'transient', status, own, read);
  }
  if (status >= 500) return failed('SERVER_ERROR', 'transient', status, own, read);
  return failed(...(REFUSALS[status] ?? (['UNEXPECTED_STATUS', 'transient'] as const)), status, own, read);
}

/** Repeating any of these would not help. Keepa: 400 malformed, 404 unknown path, 405 parameter out of range. */
const REFUSALS: Readonly<Record<number, readonly [FailureCode, ErrorKind]>> = {
  400: ['REQUEST_REJECTED', 'rejected'],
  404: ['PATH_UNKNOWN', 'rejected'],
  405: ['METHOD_NOT_ALLOWED', 'rejected'],
};

const OUR_WORDS: Readonly<Partial<Record<FailureCode, string>>> = {
  KEY_REFUSED: 'Keepa does not know this key.',
  PAYMENT_REQUIRED: 'The key has no paid access to the API.',
  REQUEST_REJECTED: 'Keepa rejected the request.',
  PATH_UNKNOWN: 'The server does not know this path: check the base URL.',
  METHOD_NOT_ALLOWED: 'A parameter is out of range.',
  SERVER_ERROR: 'Keepa had an error of its own.',
};

/** The server's own message and details, where it said something. */
interface OwnWords {
  readonly message: string | null;
  readonly details: string | null;
}

function answered(read: EnvelopeReading, own: OwnWords | null, cutOff: boolean): Classified {
  if (read.kind !== 'honest') {
    const message = cutOff ? 'The body is not complete JSON.' : 'The body is JSON, but not the envelope of a Keepa answer.';
    return {
      kind: 'failed',
      failure: { code: 'BODY_UNREADABLE', kind: 'transient', charge: 'unknown', status: 200, message, details: null, reading: null },
    };
  }
  if (own !== null) return failed('PARAMETER_REFUSED', 'rejected', 200, own, read);
  return { kind: 'envelope', envelope: read.envelope, reading: read.reading };
}

function failed(code: FailureCode, kind: ErrorKind, status: number, own: OwnWords | null, read: EnvelopeReading): Classified {
  const reading = read.kind === 'honest' ? read.reading : null;
  const message = own?.message ?? `HTTP ${status}. ${OUR_WORDS[code] ?? 'The answer is not one that Keepa documents.'}`;
  return {
    kind: 'failed',
    failure: { code, kind, charge: chargeOf(code, status, reading), status, message, details: own?.details ?? null, reading },
  };
}

/** An unknown key has no bucket. Errors cost 0 in 25 of 25 recordings, and no 4xx was ever charged; of a 5xx only an honest envelope can say so. */
function chargeOf(code: FailureCode, status: number, reading: Reading | null): KeepaFailure['charge'] {
  if (code === 'KEY_REFUSED') return 'nothing';
  if (reading !== null) return reading.tokensConsumed === 0 ? 'nothing' : 'unknown';
  return status >= 400 && status < 500 ? 'nothing' : 'unknown';
}

/** `undefined`: not complete JSON. */
function parsedBody(body: Uint8Array): unknown {
  try {
    return parseKeepaJson(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

/** `null`: no `error` member. Details may be null, empty or the offending field. */
function ownWords(parsed: unknown): OwnWords | null {
  const error = typeof parsed === 'object' && parsed !== null && 'error' in parsed ? parsed.error : null;
  if (error === null || error === undefined) return null;
  if (typeof error !== 'object') return { message: text(error), details: null };
  const { message, details } = error as { message?: unknown; details?: unknown };
  return { message: text(message), details: text(details) };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
