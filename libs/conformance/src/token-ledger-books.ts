import type { DealStore, TokenLedger } from '@smart-ingestor/contracts';
import { SUITE_NOW_MS } from './bucket-states';
import { readingOf, reserveRequestOf } from './sample-data';

const NOW = SUITE_NOW_MS;

/** What the ledger tells people. */
export function describeBooks(of: () => DealStore & TokenLedger): void {
  it('lists what was spent on what, newest first', async () => {
    const scan = { workClass: 'scan', stage: 'page', endpoint: 'deal', shape: 'deal', jobId: null, items: 1 } as const;
    await of().reserve(reserveRequestOf('old'));
    await of().reserve(
      reserveRequestOf('new', { nowMs: NOW + 1, purpose: scan, cost: { expectedTokens: 5, worstTokens: 5, smallestUnitWorstTokens: 5 } }),
    );
    await of().settle('old', readingOf({ tokensConsumed: 10 }));
    expect(await of().books.entries({ accountId: 'acc' })).toEqual([
      entry({ callId: 'new', atMs: NOW + 1, ...scan, expectedTokens: 5, worstTokens: 5 }),
      entry({ callId: 'old', state: 'settled', consumedTokens: 10, tokensLeft: 200 }),
    ]);
    expect((await of().books.entries({ limit: 1 })).map((line) => line.callId)).toEqual(['new']);
    expect((await of().books.entries({ sinceMs: NOW + 1 })).map((line) => line.callId)).toEqual(['new']);
    expect((await of().books.entries({ workClass: 'discover' })).map((line) => line.callId)).toEqual(['old']);
    expect(await of().books.entries({ accountId: 'nobody' })).toEqual([]);
  });

  it('adds up: what never left is no request', async () => {
    for (const callId of ['s1', 's2', 'c', 'f', 'o']) await of().reserve(reserveRequestOf(callId));
    await of().settle('s1', readingOf({ tokensConsumed: 9 }));
    await of().settle('s2', readingOf({ tokensConsumed: 4 }));
    await of().cancel('c');
    await of().forfeit('f');
    expect(await of().books.totals('acc')).toEqual({
      consumedTokens: 13,
      requests: 4,
      byClass: [{ workClass: 'discover', stage: 'peek', requests: 4, consumedTokens: 13 }],
      openGrants: 1,
      forfeitedGrants: 1,
    });
    expect(await of().books.totals('nobody')).toEqual({ consumedTokens: 0, requests: 0, byClass: [], openGrants: 0, forfeitedGrants: 0 });
  });

  it('tells apart what one class spends on its stages', async () => {
    const commit = { ...reserveRequestOf('').purpose, stage: 'commit' } as const;
    await of().reserve(reserveRequestOf('p'));
    for (const callId of ['c1', 'c2']) await of().reserve(reserveRequestOf(callId, { purpose: commit }));
    await of().settle('p', readingOf({ tokensConsumed: 2 }));
    await of().settle('c1', readingOf({ tokensConsumed: 12 }));
    expect((await of().books.totals('acc')).byClass).toEqual([
      { workClass: 'discover', stage: 'commit', requests: 2, consumedTokens: 12 },
      { workClass: 'discover', stage: 'peek', requests: 1, consumedTokens: 2 },
    ]);
  });

  it('adds up from any time on, to the millisecond', async () => {
    const hour = 3_600_000;
    const grantedAt = [NOW - 2 * hour, NOW - 1, NOW, NOW + 1, NOW + hour - 1, NOW + hour, NOW + 3 * hour];
    for (const nowMs of grantedAt) {
      await of().reserve(reserveRequestOf(`at ${nowMs}`, { nowMs }));
      await of().settle(`at ${nowMs}`, readingOf({ serverEndMs: nowMs, tokensConsumed: 1 }));
    }
    for (const sinceMs of [...grantedAt, NOW + 2, NOW - hour, NOW + 9 * hour]) {
      const expected = grantedAt.filter((atMs) => atMs >= sinceMs).length;
      expect(await of().books.totals('acc', sinceMs)).toMatchObject({ requests: expected, consumedTokens: expected });
    }
    expect(await of().books.totals('acc')).toMatchObject({ requests: grantedAt.length });
  });
}

function entry(fields: object): object {
  return {
    callId: '',
    accountId: 'acc',
    atMs: NOW,
    workClass: 'discover',
    stage: 'peek',
    endpoint: 'product',
    shape: 'product:stats',
    jobId: 'books',
    items: 10,
    expectedTokens: 8,
    worstTokens: 10,
    state: 'open',
    consumedTokens: null,
    tokensLeft: null,
    ...fields,
  };
}
