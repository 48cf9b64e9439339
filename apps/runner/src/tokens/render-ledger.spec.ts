import type { LedgerEntry } from '@smart-ingestor/contracts';
import { renderLedger } from './render-ledger';

const ENTRY: LedgerEntry = {
  ...{
    callId: 'call-1',
    accountId: 'abc',
    atMs: Date.UTC(2026, 0, 2, 3, 4, 5),
    workClass: 'discover',
    stage: 'commit',
    endpoint: 'product',
    jobId: 'books-us',
  },
  ...{ shape: 'product:offers=20', items: 7, expectedTokens: 45, worstTokens: 91, state: 'settled', consumedTokens: 44, tokensLeft: -39 },
};
const FORFEITED: LedgerEntry = {
  ...ENTRY,
  callId: 'call-2',
  workClass: 'scan',
  stage: 'page',
  shape: 'deal',
  state: 'forfeited',
  consumedTokens: null,
  tokensLeft: null,
};
const ENTRIES = [ENTRY, FORFEITED, { ...ENTRY, callId: 'call-3', consumedTokens: 6 }];

describe('the ledger', () => {
  it('is a table of the newest entries with totals over all of them', () => {
    expect(renderLedger('table', ENTRIES, 2)).toBe(
      [
        'time                  class     stage   job       shape              items  expected  worst  consumed  left  state      account  call',
        '2026-01-02 03:04:05Z  discover  commit  books-us  product:offers=20      7        45     91        44   -39  settled    abc      call-1',
        '2026-01-02 03:04:05Z  scan      page    books-us  deal                   7        45     91         –     –  forfeited  abc      call-2',
        'The newest 2 of 3; --limit shows more.',
        '',
        '50 tokens in 3 requests: discover commit 50 in 2, scan page 0 in 1; open grants 0, forfeited 1',
        '',
      ].join('\n'),
    );
  });

  it('carries entries and totals as JSON, and one record a line as csv and ndjson', () => {
    const json = JSON.parse(renderLedger('json', ENTRIES, 1)) as { entries: unknown[]; totals: unknown };
    expect(json.entries).toHaveLength(1);
    expect(json.totals).toEqual({
      ...{ requests: 3, consumedTokens: 50, openGrants: 0, forfeitedGrants: 1 },
      byClass: [
        { workClass: 'discover', stage: 'commit', requests: 2, consumedTokens: 50 },
        { workClass: 'scan', stage: 'page', requests: 1, consumedTokens: 0 },
      ],
    });
    expect(renderLedger('csv', ENTRIES, undefined).trimEnd().split('\n')).toHaveLength(4);
    expect(renderLedger('ndjson', ENTRIES, undefined).trimEnd().split('\n')).toHaveLength(3);
  });
});
