import { ExchangeError, type KeepaFailure } from '@smart-ingestor/contracts';
import fc from 'fast-check';
import { describeRecorded, recorded } from '../testing/recorded-samples';
import { ASKED_AT_MS, bytesOf, DIALECTS, type Dialect, envelopeText, SERVER_END_MS } from '../testing/synthetic-bodies';
import { classify } from './classify';
import { exchangeFailure } from './exchange-failure';

const answer = (status: number, text: string) => classify({ status, body: bytesOf(text) });
const error = (message: string, details: string | null = null) => ({ error: { type: 'invalidParameter', message, details } });
const noKey = (dialect: Dialect) =>
  envelopeText(
    dialect,
    { tokensLeft: 0, refillIn: 0, refillRate: 0, processingTimeInMs: 0 },
    error('You used an invalid parameter for this API call.', ''),
  );

function failure(status: number, text: string): KeepaFailure {
  const classified = answer(status, text);
  if (classified.kind !== 'failed') throw new Error(`${status} was taken for ${classified.kind}`);
  return classified.failure;
}

describe.each(DIALECTS)('an answer with %s members', (dialect) => {
  it('is an envelope with a reading at 200', () => {
    expect(answer(200, envelopeText(dialect, { tokensLeft: -19, tokensConsumed: 30 }))).toMatchObject({
      kind: 'envelope',
      reading: { serverEndMs: SERVER_END_MS, tokensLeft: -19, refillInMs: 33_225, refillPerMinute: 5, tokenFlowReduction: 0, tokensConsumed: 30 },
    });
  });

  it('is refused parameters at 200 with an error member, in the words of the server', () => {
    expect(failure(200, envelopeText(dialect, {}, error('Either no or a minimum of 20 offers must be requested.')))).toMatchObject({
      code: 'PARAMETER_REFUSED',
      kind: 'rejected',
      charge: 'nothing',
      status: 200,
      message: 'Either no or a minimum of 20 offers must be requested.',
      details: null,
      reading: { tokensLeft: 295, tokensConsumed: 0 },
    });
  });

  it('is a rejected request at 400, with the offending field', () => {
    expect(failure(400, envelopeText(dialect, {}, error('The queryJSON is of invalid format.', 'dateRange')))).toMatchObject({
      code: 'REQUEST_REJECTED',
      kind: 'rejected',
      charge: 'nothing',
      message: 'The queryJSON is of invalid format.',
      details: 'dateRange',
      reading: { tokensLeft: 295 },
    });
  });

  it('is a refused key where all token fields are 0, and says nothing of any bucket', () => {
    for (const status of [400, 200, 429, 403]) {
      expect(failure(status, noKey(dialect))).toMatchObject({ code: 'KEY_REFUSED', kind: 'fatal', charge: 'nothing', reading: null });
    }
  });

  it('is rate-limited at 429: the plain envelope without an error member, an empty bucket included', () => {
    for (const tokensLeft of [0, -249]) {
      expect(answer(429, envelopeText(dialect, { tokensLeft, processingTimeInMs: 0 }))).toEqual({
        kind: 'rate-limited',
        reading: { serverEndMs: ASKED_AT_MS, tokensLeft, refillInMs: 33_225, refillPerMinute: 5, tokenFlowReduction: 0, tokensConsumed: 0 },
      });
    }
  });

  it('is unreadable wherever it is cut, and may have been charged', () => {
    const whole = envelopeText(dialect, {}, { products: [{ asin: '0000000001' }] });
    for (let length = 0; length < whole.length; length += 1) {
      expect(failure(200, whole.slice(0, length))).toMatchObject({ code: 'BODY_UNREADABLE', kind: 'transient', charge: 'unknown', reading: null });
    }
  });

  it('is a server error at 5xx, whose charge only an honest envelope can tell', () => {
    expect(failure(500, '<html>')).toMatchObject({ code: 'SERVER_ERROR', kind: 'transient', charge: 'unknown', reading: null });
    expect(failure(500, noKey(dialect))).toMatchObject({ code: 'SERVER_ERROR', charge: 'unknown', reading: null });
    expect(failure(503, envelopeText(dialect))).toMatchObject({ code: 'SERVER_ERROR', charge: 'nothing', reading: { tokensLeft: 295 } });
    expect(failure(500, envelopeText(dialect, { tokensConsumed: 6 }))).toMatchObject({ charge: 'unknown', reading: { tokensConsumed: 6 } });
  });
});

describe('an answer without an envelope', () => {
  it.each([
    [402, 'PAYMENT_REQUIRED', 'fatal', 'nothing'],
    [400, 'REQUEST_REJECTED', 'rejected', 'nothing'],
    [404, 'PATH_UNKNOWN', 'rejected', 'nothing'],
    [405, 'METHOD_NOT_ALLOWED', 'rejected', 'nothing'],
    [418, 'UNEXPECTED_STATUS', 'transient', 'nothing'],
    [302, 'UNEXPECTED_STATUS', 'transient', 'unknown'],
    [204, 'UNEXPECTED_STATUS', 'transient', 'unknown'],
    [429, 'BODY_UNREADABLE', 'transient', 'nothing'],
    [200, 'BODY_UNREADABLE', 'transient', 'unknown'],
  ])('is told by its status %d: %s', (status, code, kind, charge) => {
    for (const text of ['', '<html>no</html>', '[]', 'null', '{"tokensLeft":5}', '"x"']) {
      expect(failure(status, text)).toMatchObject({ code, kind, charge, status, reading: null });
    }
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.nat(599), fc.uint8Array(), (status, body) =>
        expect(['envelope', 'rate-limited', 'failed']).toContain(classify({ status, body }).kind),
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(200, 400, 429, 500), fc.json(), (status, text) =>
        expect(['envelope', 'rate-limited', 'failed']).toContain(answer(status, text).kind),
      ),
    );
  });
});

describe('trouble below HTTP', () => {
  it.each([
    ['timeout', true, 'TIMED_OUT', 'unknown'],
    ['cut', true, 'CONNECTION_CUT', 'unknown'],
    ['unreachable', false, 'UNREACHABLE', 'nothing'],
    ['aborted', false, 'ABORTED', 'nothing'],
    ['aborted', true, 'ABORTED', 'unknown'],
  ] as const)('%s, sent %p, is %s and costs %s', (reason, sent, code, charge) => {
    expect(exchangeFailure(new ExchangeError(reason, sent, 'words'))).toEqual({
      code,
      kind: 'transient',
      charge,
      status: null,
      message: 'words',
      details: null,
      reading: null,
    });
  });

  it('that is no ExchangeError counts as sent, and its message is not repeated', () => {
    const failure = exchangeFailure(new TypeError('https://api.keepa.com/token?key=secret'));
    expect(failure).toMatchObject({ code: 'CONNECTION_CUT', charge: 'unknown', message: 'The exchange failed with TypeError.' });
  });
});

describeRecorded('a recorded error body', () => {
  it('is there', () => expect(recorded('error').length).toBeGreaterThan(8));

  for (const { name, text } of recorded('error')) {
    it(`becomes its typed result: ${name}`, () => {
      const status = name.includes('invalid-key') ? 400 : Number(/http(\d{3})/.exec(name)![1]);
      const classified = answer(status, text());
      const sent = JSON.parse(text()) as { tokensLeft: number; error?: { message: string; details: string | null } };
      if (status === 429) {
        expect(classified).toMatchObject({ kind: 'rate-limited', reading: { tokensLeft: sent.tokensLeft } });
        return;
      }
      const code = name.includes('invalid-key') ? 'KEY_REFUSED' : status === 200 ? 'PARAMETER_REFUSED' : 'REQUEST_REJECTED';
      const failure = { code, charge: 'nothing', message: sent.error!.message, details: sent.error!.details || null };
      expect(classified).toMatchObject({ kind: 'failed', failure });
    });
  }
});
