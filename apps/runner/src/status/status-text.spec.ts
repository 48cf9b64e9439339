import type { JobStatus } from '@smart-ingestor/contracts';
import type { Status } from './read-status';
import { statusText } from './status-text';

const NOW = Date.UTC(2026, 0, 2);
const MINUTE = 60_000;

const JOB: JobStatus = {
  jobId: 'books-us',
  items: { queued: 3, accepted: 2, stored: 86, rejected: 8, dead: 1, superseded: 4 },
  rejectedByReason: { 'no-data': 1, 'margin-below-min': 7 },
  oldestOpenMs: NOW - 12 * MINUTE,
  deals: 86,
  cursor: {
    ...{ jobId: 'books-us', feedHash: 'f', passStartedMs: NOW - 5 * MINUTE, passCompletedMs: NOW - 3 * MINUTE, pagesRead: 2 },
    ...{ lastRowCount: 150, pagesPerPass: 9, newestUpdateMs: NOW - 6 * MINUTE },
  },
};

const STATUS: Status = {
  path: '/data/deals.db',
  nowMs: NOW,
  accounts: [
    {
      ...{ accountId: '0123456789abcdef', tier: 'low' },
      bucket: {
        ...{ balanceTokens: -12, reservedWorstTokens: 13, refillPerMinute: 5, refillMilliTokensPerTick: 5000, capacityTokens: 300 },
        ...{ nextRefillAtMs: NOW + 30_000, tickMs: 60_200, readingAgeMs: 2 * MINUTE },
      },
      totals: {
        ...{ consumedTokens: 90, requests: 3, openGrants: 1, forfeitedGrants: 0 },
        byClass: [{ workClass: 'commit', requests: 3, consumedTokens: 90 }],
      },
    },
  ],
  jobs: [JOB],
};

describe('status', () => {
  it('shows balance, tier, wait, spending, queue, verdicts and feed', () => {
    expect(statusText(STATUS)).toBe(
      [
        'database /data/deals.db',
        'account 0123456789abcdef',
        '  tier low · balance -12 of 300, 13 reserved at worst · 5/min, next refill in 30s · read 2m ago',
        // -12 + 3 ticks of 5 is the first positive balance: 30 s and two ticks of 60.2 s away.
        '  waiting for a positive balance: 2m 30s more',
        '  spent 90 tokens in 3 requests: commit 90 in 3; open grants 1, forfeited 0',
        'job books-us: 86 deals',
        '  open: 3 to peek, 2 to buy, the oldest from 12m ago',
        '  done: 86 stored, 8 rejected, 1 dead, 4 superseded',
        '  rejected: margin-below-min 7, no-data 1',
        '  feed: last complete pass 3m ago, 9 pages a pass, 2 pages of the next read, newest row 6m old',
        '',
      ].join('\n'),
    );
  });

  it('says so where nothing has happened yet', () => {
    const fresh = { ...JOB, oldestOpenMs: null, cursor: null, deals: 0, rejectedByReason: {} };
    expect(statusText({ ...STATUS, accounts: [], jobs: [] })).toBe(
      'database /data/deals.db\nno account has asked Keepa anything yet\nno job has run yet\n',
    );
    expect(statusText({ ...STATUS, accounts: [{ ...STATUS.accounts[0]!, bucket: null }], jobs: [fresh] })).toMatch(
      /no answer of Keepa yet\n[^]*0 deals\n {2}open: 3 to peek, 2 to buy\n[^]*rejected: none\n {2}feed not read yet\n$/,
    );
  });
});
