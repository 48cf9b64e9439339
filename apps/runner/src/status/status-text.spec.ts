import type { CoverageGap } from '@smart-ingestor/contracts';
import type { RunProgress } from '../runs/run-progress';
import type { AccountProgress, JobProgress, Status } from './status';
import { statusText } from './status-text';

const NOW = Date.UTC(2026, 0, 2);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const JOB: JobProgress = {
  jobId: 'books-us',
  items: { queued: 3, accepted: 2, stored: 86, rejected: 8, dead: 0, superseded: 4 },
  rejectedByReason: { 'no-data': 1, 'margin-below-min': 7 },
  oldestOpenMs: NOW - 12 * MINUTE,
  finishedLastHour: 31,
  deals: 86,
  oldestSeenMs: NOW - 50 * HOUR,
  cursor: {
    ...{ jobId: 'books-us', feedHash: 'f', passStartedMs: NOW - 5 * MINUTE, passCompletedMs: NOW - 3 * MINUTE, pagesRead: 2 },
    ...{ lastRowCount: 150, pagesPerPass: 9, newestUpdateMs: NOW - 6 * MINUTE, oldestUpdateMs: null, coveredToMs: NOW - 45 * MINUTE },
  },
  head: {
    ...{ jobId: 'books-us', feedHash: 'f', reachedMs: NOW - 7 * MINUTE, startedMs: NOW - 7 * MINUTE, pagesRead: 0 },
    ...{ newestCreatedMs: null, runningNewestCreatedMs: null, orderVerified: true },
  },
  gaps: [],
  outlook: {
    headAgeMs: 7 * MINUTE,
    cadence: 'a pass of 9 pages costs 45 tokens; at 5/min one starts every 45 min',
    refresh: {
      rows: 86,
      dueRows: 4,
      oldestSeenMs: NOW - 50 * HOUR,
      nextFreeAtMs: null,
      withinMs: 72 * HOUR,
      isBehind: false,
      statement: 'these 86 rows fit',
    },
    sellers: { sellers: 12, due: 5, nextFreeAtMs: null },
  },
};

const SPENT = {
  ...{ consumedTokens: 90, requests: 3, openGrants: 1, forfeitedGrants: 0 },
  byClass: [{ workClass: 'discover', stage: 'commit', requests: 3, consumedTokens: 90 } as const],
};
const NOTHING = { consumedTokens: 0, requests: 0, openGrants: 0, forfeitedGrants: 0, byClass: [] };

const ACCOUNT: AccountProgress = {
  ...{ accountId: '0123456789abcdef', tier: 'low', foreign: null, lastHour: NOTHING, lastDay: SPENT, totals: SPENT },
  bucket: {
    ...{ balanceTokens: -12, reservedWorstTokens: 13, refillPerMinute: 5, refillMilliTokensPerTick: 5000, capacityTokens: 300 },
    ...{ nextRefillAtMs: NOW + 30_000, tickMs: 60_200, readingAgeMs: 2 * MINUTE },
  },
};

const RUN: RunProgress = {
  ...{ owner: '77-x', accountId: ACCOUNT.accountId, host: 'attic', pid: 77, startedMs: NOW - HOUR, seenMs: NOW - 10_000 },
  ...{ jobs: ['books-us'], progressMs: NOW - 2 * MINUTE, state: 'waiting' },
  wait: { workClass: 'discover', jobId: 'books-us', sinceMs: NOW - MINUTE, untilMs: NOW + 150_200, reason: 'balance -12 is not positive' },
};

const STATUS: Status = { path: '/data/deals.db', nowMs: NOW, runs: [RUN], accounts: [ACCOUNT], jobs: [JOB] };

const GAP: CoverageGap = { jobId: 'books-us', feedHash: 'f', fromMs: NOW - 40 * HOUR, toMs: NOW - 12 * HOUR, reason: 'away', recordedMs: NOW - HOUR };

describe('status', () => {
  it('says what goes on and until when, then balance, spending, queue, feed and upkeep', () => {
    expect(statusText(STATUS)).toBe(
      [
        'database /data/deals.db',
        'run 77 on attic sends nothing until 2026-01-02 00:02:30Z (2m 30s more): balance -12 is not positive (discover, job books-us); ' +
          'last unit finished 2m ago; up 1h with 1 job books-us',
        'account 0123456789abcdef',
        '  tier low · balance -12 of 300, 13 reserved at worst · 5/min, next refill in 30s · read 2m ago',
        // -12 + 3 ticks of 5 is the first positive balance: 30 s and two ticks of 60.2 s away.
        '  waiting for a positive balance: 2m 30s more',
        '  last hour: 0 tokens in 0 requests',
        '  last 24 h: 90 tokens in 3 requests: discover commit 90 in 3',
        '  ever:      90 tokens in 3 requests: discover commit 90 in 3; open grants 1, forfeited 0',
        'job books-us: 86 deals, the one unseen for longest 2d 2h',
        '  open: 3 to peek, 2 to buy, the oldest from 12m ago',
        '  done: 31 in the last hour; 86 stored, 8 rejected, 0 dead, 4 superseded',
        '  rejected: margin-below-min 7, no-data 1',
        '  feed: newest end as of 7m ago, whole feed as of 45m ago, 9 pages a pass, 2 pages of the next read, newest row 6m old',
        '  scans: a pass of 9 pages costs 45 tokens; at 5/min one starts every 45 min',
        '  refresh: 4 of 86 rows due (unseen for 3d); these 86 rows fit',
        '  sellers: 5 of 12 due',
        '',
      ].join('\n'),
    );
  });

  it('says trouble first: runs that died, others on the key, lost answers, dead items, a table too big, new gaps', () => {
    const died: RunProgress = { ...RUN, state: 'died', seenMs: NOW - HOUR };
    const account = { ...ACCOUNT, foreign: { tokens: 90, sinceMs: NOW - HOUR, tokensPerMinute: 1.5 }, lastDay: { ...SPENT, forfeitedGrants: 1 } };
    const refresh = { ...JOB.outlook!.refresh!, isBehind: true, statement: 'these 10,000 rows refresh every 30 days' };
    const job = { ...JOB, items: { ...JOB.items, dead: 2 }, gaps: [GAP], outlook: { ...JOB.outlook!, refresh } };
    expect(
      statusText({ ...STATUS, runs: [died], accounts: [account], jobs: [job] })
        .split('\n')
        .slice(0, 8),
    ).toEqual([
      'database /data/deals.db',
      '! run 77 on attic died: last heard of 2026-01-01 23:00:00Z, 1h ago; the next run goes on where it stopped',
      '! account 0123456789abcdef: others spend 1.5 tokens/min on this key (90 since 2026-01-01 23:00:00Z)',
      '! account 0123456789abcdef: 1 request without an answer, counted as spent: smart-ingestor tokens',
      '! job books-us: 2 dead items, no repetition mends them: smart-ingestor dead list',
      '! job books-us: these 10,000 rows refresh every 30 days',
      '! job books-us: not covered 2025-12-31 08:00:00Z to 2026-01-01 12:00:00Z (nothing read the feed for longer than it reaches back)',
      'nothing is running on this database: smart-ingestor run starts it',
    ]);
  });

  it('keeps an old gap with its job, and no longer calls it trouble', () => {
    const text = statusText({ ...STATUS, jobs: [{ ...JOB, gaps: [{ ...GAP, recordedMs: NOW - 25 * HOUR }] }] });
    expect(text).not.toContain('! job');
    expect(text).toMatch(/^ {2}gap: not covered 2025-12-31 08:00:00Z to /m);
  });

  it('says so where nothing has happened yet, and where a job is in no config', () => {
    expect(statusText({ ...STATUS, runs: [], accounts: [], jobs: [] })).toBe(
      'database /data/deals.db\nnothing is running on this database: smart-ingestor run starts it\n' +
        'no account has asked Keepa anything yet\nno job has run yet\n',
    );
    const fresh = { ...JOB, oldestOpenMs: null, oldestSeenMs: null, cursor: null, head: null, deals: 0, rejectedByReason: {}, outlook: null };
    expect(statusText({ ...STATUS, accounts: [{ ...ACCOUNT, bucket: null }], jobs: [fresh] })).toMatch(
      /no answer of Keepa yet\n[^]*0 deals\n {2}open: 3 to peek, 2 to buy\n[^]*rejected: none\n {2}feed not read yet\n {2}not in this config: its rows stay as they are\n$/,
    );
  });
});
